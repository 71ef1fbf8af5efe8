import type { TradeRecord } from "#model";
import type { PauseScope } from "#risk";
import type { RiskPatch } from "#wire";

/** Who asks; stands in the audit log, such as `operator@127.0.0.1`. */
interface Command {
  readonly by: string;
}

export interface PauseCommand extends Command {
  readonly reason: string | null;
  readonly scope: PauseScope;
}

export interface ResumeCommand extends Command {
  readonly reason: string | null;
}

export interface ObserveOnlyCommand extends Command {
  readonly enabled: boolean;
}

export interface LiveTradingCommand extends Command {
  /** The phrase was typed as it is. */
  readonly confirmed: boolean;
}

export interface ResolveCommand extends Command {
  readonly tradeId: string;
  /** Try again to close what is left, or accept it as it is. */
  readonly action: "retry" | "accept";
  readonly reason: string;
}

export interface AcceptDriftCommand extends Command {
  readonly reason: string;
}

export interface LimitsCommand extends Command {
  /** Each value is valid on its own; whether they go together is for the receiver to say. */
  readonly patch: RiskPatch;
}

/**
 * What an operator may command. Each call resolves when it is in force, durable and audited. RejectedError
 * becomes 409 with its message, InputError 422, ConnectivityError 503: then nothing was changed.
 */
export interface Controls {
  /** Resolves with the reason that is kept, whether the operator gave one or not. */
  pause(command: PauseCommand): Promise<{ readonly reason: string }>;
  /** RejectedError names the causes that last. */
  resume(command: ResumeCommand): Promise<void>;
  /** Resolves with what is in force now. */
  observeOnly(command: ObserveOnlyCommand): Promise<{ readonly enabled: boolean }>;
  /** RejectedError names what is missing, InputError asks for the phrase. Called in live mode only. */
  liveTrading(command: LiveTradingCommand): Promise<void>;
  /** InputError of the code `unknown-trade` becomes 404 here, any other one and RejectedError 409. */
  resolve(command: ResolveCommand): Promise<TradeRecord>;
  /** RejectedError where ledger and venues agree. */
  acceptDrift(command: AcceptDriftCommand): Promise<void>;
  changeLimits(command: LimitsCommand): Promise<void>;
}
