/** An operation of the lab that was refused or failed. */
export class LabOperationError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'LabOperationError';
    this.code = code;
  }
}

/** A command of `node.$` that exited with something other than 0. */
export class CommandError extends Error {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  constructor(command: string, exitCode: number, stdout: string, stderr: string) {
    super(`exit code ${exitCode} from: ${command}\n${stderr.trim() || stdout.trim() || '(no output)'}`);
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}
