import type { LabDescription } from '../sdk/lab-description.ts';

/** An argument that the student receives as a Lab. */
export class LabArgument {
  readonly description: LabDescription;
  constructor(description: LabDescription) {
    this.description = description;
  }
}

/** Marks a description, among the arguments of a call, as the Lab that it describes. */
export function lab(description: LabDescription): LabArgument {
  return new LabArgument(description);
}
