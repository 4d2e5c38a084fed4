import DossierDomain
import Synchronization

/// What a service has begun and not ended (việc đang chạy), so that it can begin more as soon as something ends.
///
/// A batch that waited for its slowest text would let one slow gateway hold up all others.
final class WorkUnderWay: Sendable {
    /// A piece of work, and for whom it is done.
    struct Job: Sendable {
        /// Whose daily allowance it uses up; nil for nobody's.
        var receiver: Digest?
        /// The work; it answers within a bound of its own.
        let work: @Sendable () async throws -> Void
    }

    /// What one look brought.
    struct Portion: Sendable {
        /// How much was dealt with, that which is only begun included.
        var handled = 0
        /// What is to be done.
        var jobs: [Job] = []
    }

    private struct State {
        var count = 0
        var receivers: [Digest: Int] = [:]
        /// Whether something has ended, or a pause was over, since the last wait.
        var isWoken = false
        var failure: (any Error)?
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Begins what each look brings and looks again whenever something has ended, and after each pause, until a look
    /// brings nothing and nothing is under way, or the service is shut down.
    ///
    /// What is new while something slow is under way begins beside it. What has begun is let come to its end, also
    /// after a failure, which is thrown afterwards.
    ///
    /// - Parameters:
    ///   - milliseconds: The longest pause between two looks.
    ///   - pace: How it waits.
    ///   - look: Finds what can begin now; told how many are under way for each receiver.
    /// - Returns: How much was dealt with.
    /// - Throws: The first failure of a look or of a piece of work.
    static func workOff(
        lookingEach milliseconds: Int64,
        by pace: any ServicePace,
        _ look: ([Digest: Int]) async throws -> Portion
    ) async throws -> Int {
        let underWay = WorkUnderWay()
        let result = await withDiscardingTaskGroup(returning: Result<Int, any Error>.self) { group in
            var handled = 0
            do {
                while Task.goesOn, underWay.failure == nil {
                    // Asked before the look: what ends during it may have made it find nothing.
                    let isBusy = underWay.isBusy
                    let portion = try await look(underWay.receivers)
                    handled += portion.handled
                    for job in portion.jobs {
                        underWay.begin(job)
                        group.addTask { await underWay.carryOut(job) }
                    }
                    guard portion.handled == 0 else { continue }
                    guard isBusy else { break }
                    await underWay.nextEnd(orAfter: milliseconds, by: pace)
                }
                return .success(handled)
            } catch {
                return .failure(error)
            }
        }
        if let failure = underWay.failure { throw failure }
        return try result.get()
    }

    /// How many are under way for each receiver.
    private var receivers: [Digest: Int] { state.withLock { $0.receivers } }

    private var failure: (any Error)? { state.withLock { $0.failure } }

    private var isBusy: Bool { state.withLock { $0.count > 0 } }

    private func begin(_ job: Job) {
        state.withLock { state in
            state.count += 1
            if let receiver = job.receiver { state.receivers[receiver, default: 0] += 1 }
        }
    }

    private func carryOut(_ job: Job) async {
        var failure: (any Error)?
        do {
            try await job.work()
        } catch {
            failure = error
        }
        end(job, failure)
    }

    private func end(_ job: Job, _ failure: (any Error)?) {
        state.withLock { state in
            state.count -= 1
            state.failure = state.failure ?? failure
            if let receiver = job.receiver {
                let rest = state.receivers[receiver, default: 0] - 1
                state.receivers[receiver] = rest > 0 ? rest : nil
            }
        }
        wake()
    }

    /// Waits until something has ended since the last wait, or a pause is over.
    private func nextEnd(orAfter milliseconds: Int64, by pace: any ServicePace) async {
        let pause = Task {
            // Cancelled once something has ended, or by a pace that never waits: then nobody is woken by it.
            do { try await pace.wait(milliseconds: milliseconds) } catch { return }
            wake()
        }
        defer { pause.cancel() }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state -> Bool in
                if !state.isWoken { state.waiting = continuation }
                return state.isWoken
            }
            if isOver { continuation.resume() }
        }
        state.withLock { $0.isWoken = false }
    }

    /// Ends the wait under way, or the next one.
    private func wake() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.isWoken = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
