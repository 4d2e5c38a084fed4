import DossierEngine
import Foundation
import WorkingCalendar

/// The machine's clock.
struct SystemClock: WallClock {
    var now: Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

/// The machine's source of unpredictable bytes.
struct SystemEntropy: EntropySource {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        // Eight at a time: each call asks the kernel.
        while bytes.count < count { withUnsafeBytes(of: generator.next() as UInt64) { bytes.append(contentsOf: $0) } }
        return Array(bytes.prefix(count))
    }
}

/// Waits by the machine's time.
struct SystemPace: ServicePace {
    func wait(milliseconds: Int64) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }
}
