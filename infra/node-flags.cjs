// How Node runs a service. Messages live for the length of a batch: in Node's default of 16 MB for young objects most of a batch is copied to the old
// generation before it is garbage, which cost a tenth of all time.
// Named one by one: in an object the names are not seen by those that `import` them.
exports.NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];
