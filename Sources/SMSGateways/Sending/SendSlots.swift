/// The bound on texts that one gateway is sending at once (số tin gửi đồng thời): a semaphore in order of arrival.
actor SendSlots {
    /// Texts that may wait for a slot; more are told to come later, because a relay that hands over so many has stopped
    /// heeding the window.
    static let maximumWaiting = 256

    /// The texts that may be sent at once, 1 or more.
    let limit: Int
    /// The texts that are being sent.
    private(set) var taken = 0
    private var waiting: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    private var nextID: UInt64 = 0

    /// Creates the slots, all free.
    init(limit: Int) { self.limit = limit }

    /// Takes a slot; false if none becomes free in time, too many wait already, or the task is cancelled.
    ///
    /// Each true has to be followed by one ``leave()``.
    func enter(within bound: Duration) async -> Bool {
        if taken < limit {
            taken += 1
            return true
        }
        guard waiting.count < Self.maximumWaiting else { return false }
        nextID += 1
        return await wait(nextID, within: bound)
    }

    /// Gives a slot back, to the text that has waited longest if there is one.
    func leave() {
        guard waiting.isEmpty else {
            waiting.removeFirst().continuation.resume(returning: true)
            return
        }
        taken -= 1
    }

    private func wait(_ id: UInt64, within bound: Duration) async -> Bool {
        await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await self.wait(id) }
            group.addTask {
                // A cancelled sleep ends early, which is what a cancelled wait should do.
                try? await Task.sleep(for: bound)
                return nil
            }
            for await granted in group {
                group.cancelAll()
                if let granted { return granted }
                giveUp(id)
            }
            return false
        }
    }

    private func wait(_ id: UInt64) async -> Bool {
        // Between the question and this wait a slot may have become free.
        if taken < limit {
            taken += 1
            return true
        }
        guard !Task.isCancelled else { return false }
        return await withCheckedContinuation { waiting.append((id, $0)) }
    }

    /// A text that got its slot in the same moment keeps it: its wait has then ended with true.
    private func giveUp(_ id: UInt64) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(returning: false)
    }
}
