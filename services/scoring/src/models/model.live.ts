// Which model is live, and how another takes its place: as an edit of the setting `model`, after
// which every customer is judged again.
import { type Clock, type Job } from '@segue/service';
import type { ValueModel } from '@segue/valuation';
import type { Backfill } from '../rulebook/backfill';
import type { ScoringRules } from '../rulebook/rulebook.store';
import { type LiveModel, parametersOf } from './domain/live-model';
import type { ModelStore } from './model.store';

export interface Present {
  model: LiveModel;
  /** Version of the setting; 0 while the start parameters are in force. */
  settingVersion: number;
}

export class LiveModels {
  constructor(
    private readonly store: ModelStore,
    private readonly rules: ScoringRules,
    private readonly backfill: Backfill,
    private readonly clock: Clock,
  ) {}

  async present(): Promise<Present> {
    const [{ settings }, versions] = await Promise.all([this.rules.read(true), this.rules.settingVersions()]);
    const setting = versions.find(({ kind }) => kind === 'model');
    return { model: settings.model, settingVersion: setting?.version ?? 0 };
  }

  /** The number of the live version; null for a model that no version has. */
  async number({ model }: Present): Promise<number | null> {
    return model.version ?? this.store.keptAs(parametersOf(model));
  }

  /** Adds a version for a live model that has none, so that a person can return to it. */
  async keepPresent({ model, settingVersion }: Present): Promise<number> {
    const origin = settingVersion === 0 ? 'default' : 'manual';
    return model.version ?? this.store.keep(parametersOf(model), origin, this.clock.now());
  }

  /**
   * Puts a version live. Resolves with the job that judges customers again; with null when there is
   * no such version. Where a person puts an older one live, no newer fit replaces it by itself.
   * @param edited version of the setting that is to be replaced; null for any.
   * @throws {EditedMeanwhile}
   */
  async makeLive(number: number, by: 'rule' | 'person', edited: number | null = null): Promise<Job | null> {
    const version = await this.store.find(number);
    if (!version) return null;
    await this.keepPresent(await this.present());
    const isChosen = by === 'person';
    const isBack = isChosen && number < ((await this.store.newestFit()) ?? 0);
    const marks = { version: number, ...(isChosen && { chosen: true }), ...(isBack && { held: true }) };
    return this.save({ ...version.model, ...marks }, edited, by);
  }

  /**
   * Lets predictions by the present model wait, or ends that; resolves with null where nothing
   * changes. @param number the version of the present model. @throws {EditedMeanwhile}
   */
  async wait(waits: boolean, { model, settingVersion }: Present, number: number): Promise<Job | null> {
    if (waits === (model.waits ?? false)) return null;
    const { waits: _before, ...rest } = model;
    return this.save({ ...rest, version: number, ...(waits && { waits }) }, settingVersion, 'rule');
  }

  private async save(model: ValueModel & LiveModel, edited: number | null, by: string): Promise<Job> {
    const version = await this.rules.saveSetting('model', model, edited);
    return this.backfill.start({ setting: 'model', version, model: model.version, by });
  }
}
