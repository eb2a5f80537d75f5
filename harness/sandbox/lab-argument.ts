import type { LabDescription } from '../sdk/lab-description.ts';

/** An argument that the student receives as a Lab, or as one node of it. */
export class LabArgument {
  readonly description: LabDescription;
  /** The name of the node that is meant; undefined: the whole lab. */
  readonly node: string | undefined;
  constructor(description: LabDescription, node?: string) {
    this.description = description;
    this.node = node;
  }
}

/** Marks a description, among the arguments of a call, as the Lab that it describes. */
export function lab(description: LabDescription): LabArgument {
  return new LabArgument(description);
}

/** A node of that Lab: the same object that the student finds in it. */
export function labNode(description: LabDescription, name: string): LabArgument {
  return new LabArgument(description, name);
}
