import DossierEngine
import Foundation
import WorkingCalendar

/// The machine's clock.
struct SystemClock: WallClock {
    var now: Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

/// A clock that always shows one instant.
struct StandingClock: WallClock {
    let now: Instant
}

/// The machine's source of unpredictable bytes.
struct SystemEntropy: EntropySource {
    func bytes(_ count: Int) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            // The kernel gives that many at once, at most.
            guard count <= 256, getentropy(buffer.baseAddress, count) == 0 else { return }
            initialized = count
        }
        return bytes.count == count ? bytes : inSmallParts(count)
    }

    /// Eight bytes at a time, each asked of the kernel, which fails no more once it has begun.
    private func inSmallParts(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        while bytes.count < count { withUnsafeBytes(of: generator.next() as UInt64) { bytes.append(contentsOf: $0) } }
        return Array(bytes.prefix(count))
    }
}

/// Waits by the machine's time.
struct SystemPace: ServicePace {
    func wait(milliseconds: Int64) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }
}
