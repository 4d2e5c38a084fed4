import DossierEngine
import Foundation
import Metrics
import ServiceLifecycle
import WorkingCalendar

/// Measures the process itself (đo tiến trình), under the names that Prometheus knows for any program.
///
/// The counters of a program that ended at a failed disk begin anew with the next one: only its start tells of it.
struct ProcessGauges: Service {
    private static let pauseMilliseconds: Int64 = 15_000
    /// Where the system tells of the process.
    private static let folder = "/proc/self"

    private let start: Double

    /// Notes that the service starts, by the time of the machine.
    init(clock: any WallClock) { start = Double(clock.now.milliseconds) / 1_000 }

    /// Measures until the service is shut down.
    func run() async throws {
        await SystemPace().repeating(pause: Self.pauseMilliseconds) {
            measure()
            return 0
        } onFailure: { _ in
        }
    }

    private func measure() {
        Gauge(label: "process_start_time_seconds").record(start)
        if let bytes = Self.residentBytes() { Gauge(label: "process_resident_memory_bytes").record(bytes) }
        // Where the system does not tell, nothing is measured.
        if let files = try? FileManager.default.contentsOfDirectory(atPath: Self.folder + "/fd").count {
            Gauge(label: "process_open_fds").record(files)
        }
    }

    /// How much memory is not swapped out, told in pages.
    ///
    /// Source: proc(5), the second number of /proc/pid/statm.
    private static func residentBytes() -> Int? {
        // As above.
        guard let text = try? String(contentsOfFile: folder + "/statm", encoding: .utf8) else { return nil }
        let numbers = text.split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
