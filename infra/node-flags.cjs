// How Node runs a service. Messages live for the length of a batch: in Node's default of 16 MB for
// young objects most of a batch is copied to the old generation before it is garbage, which cost a
// tenth of all time. All of it from the start: it would grow to that in the first hour anyway, and
// look like a leak. Named one by one: in an object the names are not seen by those that `import`
// them.
exports.NODE_FLAGS = ['--enable-source-maps', '--min-semi-space-size=64', '--max-semi-space-size=64'];
