import { studentRole } from '../cluster/identities.ts';

/** What a customer of the service gets. Services differ in this, and so do the plans of one. */
export interface ServicePlan {
  /** Whether the customer sees the statistics of replication (`pg_monitor`). */
  monitor: boolean;
  /** Whether the customer may run CHECKPOINT (`pg_checkpoint`). */
  checkpoint: boolean;
  /** The parameters that `modifyParameters` takes. */
  parameters: readonly string[];
}

/** The plan where nothing else is said. */
export const standardPlan: ServicePlan = {
  monitor: true,
  checkpoint: false,
  parameters: ['log_min_duration_statement', 'max_standby_streaming_delay', 'work_mem'],
};

/** What a new instance is told: its customer is no superuser, may make objects, and has what the plan grants. */
export function planSql({ monitor, checkpoint }: ServicePlan): string[] {
  return [
    `GRANT CREATE ON SCHEMA public TO ${studentRole}`,
    ...(monitor ? [] : [`REVOKE pg_monitor FROM ${studentRole}`]),
    ...(checkpoint ? [`GRANT pg_checkpoint TO ${studentRole}`] : []),
  ];
}
