/** All that student code may import, as `#lab`. */
export type {
  Capability,
  Check,
  Exercise,
  LabOperation,
  ModuleContract,
  Topology,
} from './exercise.ts';
export { defineExercise } from './exercise.ts';
export type { Address, CommandResult, CommandValue, Fault, Lab, LabNode } from './lab.ts';
export { CommandError, LabOperationError } from './lab-errors.ts';
export type { InstanceDescription, InstanceStatus, ManagedService, ServiceParameters } from './managed.ts';
export type { HeldFromTheStart, NaiveClient, NaiveClients, NaiveFate, NaiveOutcome } from './naive.ts';
