// 3GPP TS 23.040, section 9.2.3.24.1; SMPP v3.4, sections 5.3.2.22 to 5.3.2.24.

/// The putting together of longer texts from parts that come in any order (ghép tin nhắn dài).
///
/// Pure: time is passed in. A part that comes twice counts once, also shortly after its text was finished. A part that
/// has the place of another but other contents begins a new text, because phones use their references again.
public struct TextReassembly: Sendable {
    /// The most unfinished texts, whatever the setting; with parts of at most 64 KiB each a bound on memory.
    public static let maximumUnfinished = 10_000

    /// The octets that all texts may hold together, 16 MiB: a thousand texts of 100 parts and more.
    ///
    /// Finished ones are forgotten before an unfinished one is given up.
    public static let maximumOctets = 16_777_216

    /// The finished texts that are remembered to know late duplicates, as many as one office gets in minutes.
    public static let maximumRemembered = 256

    /// One event of the putting together.
    public enum Event: Hashable, Sendable {
        /// A text is whole.
        case complete(CitizenText)
        /// A text will not become whole: time or room is over, or its reference was used anew.
        case incomplete(CitizenText)
        /// The part had already come; it needs nothing but its acknowledgement.
        case duplicate
    }

    private let unfinishedLimit: Int
    private let timeoutMilliseconds: Int64
    /// The unfinished texts in the order of their first parts, which is also the order in which their time is up.
    private var unfinished: [GatheredText] = []
    /// The finished texts, oldest first.
    private var remembered: [GatheredText] = []
    private var now = SessionInstant(milliseconds: .min)

    /// Creates an empty reassembly; numbers outside their ranges are brought to the nearest end.
    ///
    /// - Parameters:
    ///   - unfinishedLimit: The unfinished texts that are kept, 1 to 10,000; one more gives up the oldest.
    ///   - timeoutMilliseconds: How long the parts of a text are awaited after the first, up to one day.
    public init(unfinishedLimit: Int = 500, timeoutMilliseconds: Int64 = 600_000) {
        self.unfinishedLimit = unfinishedLimit.clamped(to: 1...Self.maximumUnfinished)
        self.timeoutMilliseconds = timeoutMilliseconds.clamped(to: 1...SMPPSessionSettings.maximumWaitMilliseconds)
    }

    /// The texts that wait for parts.
    public var unfinishedCount: Int { unfinished.count }

    /// Takes a message from a phone, whole or a part; receipts are for the caller to sort out before.
    ///
    /// - Parameters:
    ///   - message: What the SMSC delivered.
    ///   - moment: The present moment.
    /// - Returns: What it brought about, in order; nothing if further parts are awaited.
    public mutating func add(_ message: ShortMessage, at moment: SessionInstant) -> [Event] {
        var events = expire(at: moment)
        let part = ArrivedPart(message)
        guard part.place.total > 1 else {
            return events + [.complete(GatheredText(part, deadline: now).text)]
        }
        if remembered.contains(where: { $0.holdsAlready(part) }) { return events + [.duplicate] }
        if let index = unfinished.firstIndex(where: { $0.key == part.key }) {
            events += continueText(at: index, with: part)
        } else {
            events += beginText(with: part)
        }
        return events
    }

    /// Gives up the texts whose time is over and hands their parts out.
    public mutating func expire(at moment: SessionInstant) -> [Event] {
        now = max(now, moment)
        remembered.removeAll { $0.deadline <= now }
        let expired = unfinished.prefix { $0.deadline <= now }
        unfinished.removeFirst(expired.count)
        return expired.map { .incomplete($0.text) }
    }

    /// Gives up all texts, when the program ends.
    public mutating func abandon() -> [Event] {
        let given = unfinished
        unfinished = []
        return given.map { .incomplete($0.text) }
    }

    private mutating func continueText(at index: Int, with part: ArrivedPart) -> [Event] {
        if unfinished[index].holdsAlready(part) { return [.duplicate] }
        guard unfinished[index].hasRoom(for: part) else {
            let given = unfinished.remove(at: index)
            return [.incomplete(given.text)] + beginText(with: part)
        }
        unfinished[index].add(part)
        guard unfinished[index].isComplete else { return giveUpBeyondLimits() }
        let finished = unfinished.remove(at: index)
        remember(finished)
        return [.complete(finished.text)] + giveUpBeyondLimits()
    }

    private mutating func beginText(with part: ArrivedPart) -> [Event] {
        // The reference is used anew, so duplicates of the old text can no longer be told from it.
        remembered.removeAll { $0.key == part.key }
        unfinished.append(GatheredText(part, deadline: now.advanced(byMilliseconds: timeoutMilliseconds)))
        return giveUpBeyondLimits()
    }

    private mutating func giveUpBeyondLimits() -> [Event] {
        var events: [Event] = []
        var octets = octetCount(of: unfinished) + octetCount(of: remembered)
        while octets > Self.maximumOctets, let oldest = remembered.first {
            remembered.removeFirst()
            octets -= oldest.octetCount
        }
        while unfinished.count > unfinishedLimit || octets > Self.maximumOctets, let oldest = unfinished.first {
            unfinished.removeFirst()
            octets -= oldest.octetCount
            events.append(.incomplete(oldest.text))
        }
        return events
    }

    private func octetCount(of texts: [GatheredText]) -> Int { texts.reduce(0) { $0 + $1.octetCount } }

    private mutating func remember(_ finished: GatheredText) {
        remembered.append(finished.kept(until: now.advanced(byMilliseconds: timeoutMilliseconds)))
        remembered.removeFirst(max(0, remembered.count - Self.maximumRemembered))
    }
}
