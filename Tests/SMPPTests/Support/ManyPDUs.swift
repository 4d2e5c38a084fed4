import Foundation

/// How many PDUs the tests of the codec try: `MOTCUA_TEST_PDUS`, or few where nobody asks for more.
enum ManyPDUs {
    private static let wanted = ProcessInfo.processInfo.environment["MOTCUA_TEST_PDUS"].flatMap(Int.init)

    /// What falls to each seed, rounded up.
    static func share(of usual: Int, among seeds: Int) -> Int {
        ((wanted ?? usual) + seeds - 1) / seeds
    }
}
