import Glibc

/// What the kernel thinks of its clock (đồng bộ giờ của hệ điều hành), as a time service told it.
enum KernelClock: Hashable {
    case synchronised
    case unsynchronised
    /// It may not be asked, as in some containers.
    case unknown

    /// What adjtimex(2) answers while nobody keeps the clock right.
    private static let error: Int32 = 5
    /// More than the bytes of a `struct timex` on any machine; Swift's Glibc does not know it.
    private static let bytes = 512

    private typealias Question = @convention(c) (UnsafeMutableRawPointer) -> Int32

    /// Asks the kernel; nothing is changed.
    static var present: KernelClock {
        guard let symbol = dlsym(nil, "adjtimex") else { return .unknown }
        let ask = unsafeBitCast(symbol, to: Question.self)
        let answer = withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 16) { buffer in
            // Zeros ask for nothing to be set.
            buffer.initializeMemory(as: UInt8.self, repeating: 0)
            return buffer.baseAddress.map(ask) ?? -1
        }
        guard answer >= 0 else { return .unknown }
        return answer == error ? .unsynchronised : .synchronised
    }
}
