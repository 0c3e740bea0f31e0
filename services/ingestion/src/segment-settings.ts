// What Segment's browser SDK asks for at its start: where to send, and that nothing else is to be loaded.

export function segmentSettings(writeKey: string, protocol: string, host: string): object {
  const allowAll = { __default: { enabled: true, integrations: {} } };
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}/v1`,
        protocol,
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
