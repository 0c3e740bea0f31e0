// Node's flags for services. Messages live as long as a batch: with Node's default of 16 MB for
// young objects most of a batch is copied to the old generation before it is garbage, which took a
// tenth of all time. The minimum equals the maximum, since the size would reach that in the first
// hour anyway and look like a leak. Exports are assigned one by one, since ES modules do not find
// names in an object.
exports.NODE_FLAGS = ['--enable-source-maps', '--min-semi-space-size=64', '--max-semi-space-size=64'];
