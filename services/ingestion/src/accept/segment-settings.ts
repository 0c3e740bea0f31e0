// The settings that Segment's browser SDK requests at its start: where to send, and no further
// integrations.
import { ApiProperty } from '@nestjs/swagger';

const anything = { type: Object, additionalProperties: true };

export class SegmentSettingsView {
  @ApiProperty({ ...anything, description: 'by name; `Segment.io` says where to send' })
  integrations!: Record<string, unknown>;
  @ApiProperty(anything) plan!: Record<string, unknown>;
  @ApiProperty(anything) edgeFunction!: Record<string, unknown>;
  @ApiProperty() analyticsNextEnabled!: boolean;
  @ApiProperty(anything) middlewareSettings!: Record<string, unknown>;
  @ApiProperty(anything) enabledMiddleware!: Record<string, unknown>;
  @ApiProperty(anything) metrics!: Record<string, unknown>;
  @ApiProperty() legacyVideoPluginsEnabled!: boolean;
  @ApiProperty({ type: [Object], description: 'always none' }) remotePlugins!: object[];
}

/**
 * Returns the settings for an SDK.
 * @param address that of ingestion as configured, not from a request's `Host`.
 */
export function segmentSettings(writeKey: string, address: string): SegmentSettingsView {
  const { protocol, host, pathname } = new URL(address);
  const allowAll = { __default: { enabled: true, integrations: {} } };
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}${pathname.replace(/\/$/, '')}/v1`,
        protocol: protocol.slice(0, -1),
        unbundledIntegrations: [],
        addBundledMetadata: true,
      },
    },
    plan: { track: allowAll, identify: allowAll, group: allowAll },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}
