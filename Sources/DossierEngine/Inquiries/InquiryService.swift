import DossierDomain
public import Logging
import Metrics
import SMSText
import WorkingCalendar

/// Takes the texts that citizens send (tiếp nhận tin nhắn tra cứu), each once, and queues their answers.
///
/// What is kept is neither the number in clear nor a word of the text, which may hold a PIN. An unknown code and a
/// wrong PIN are answered alike; PINs are guessed at no faster than on the web.
public struct InquiryService: Sendable {
    /// How long a text is remembered after its answer, in milliseconds: 90 days.
    static let lifetimeMilliseconds: Int64 = 90 * 86_400_000
    private static let hourMilliseconds: Int64 = 3_600_000

    private let store: any DossierStore
    private let wording: InquiryWording
    private let limiter: AttemptLimiter
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let vault: Vault
    private let recent = RecentTexts()
    private let logger: Logger

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where dossiers and texts are.
    ///   - wording: How texts are read and answered.
    ///   - limiter: Slows the guessing of PINs, here and on the web together.
    ///   - clock: The time of the service.
    ///   - machineClock: The time of the machine, for the limit of an hour.
    ///   - entropy: Where salts come from.
    ///   - logger: Where it says what it did; never a number or a text.
    public init(
        store: any DossierStore,
        wording: InquiryWording,
        limiter: AttemptLimiter,
        clock: any WallClock,
        machineClock: any WallClock,
        entropy: any EntropySource,
        logger: Logger
    ) {
        self.store = store
        self.wording = wording
        self.limiter = limiter
        self.clock = clock
        self.machineClock = machineClock
        vault = Vault(keys: store.vaultKeys, entropy: entropy)
        self.logger = logger
    }

    /// Takes a text; may be called twice for one, which is answered once: known by the gateway's id, else by coming
    /// from the same number with the same words within a minute.
    ///
    /// A sender that is no mobile number of the country, a service's short number for example, is passed over: two
    /// services that answer each other would never end.
    ///
    /// - Parameter text: The text as the gateway brought it.
    /// - Throws: ``StoreError`` if it could not be kept; then it has to be brought again.
    public func take(_ text: IncomingText) async throws {
        guard let phone = PhoneReading(vietnamese: text.sender).mobile else { return count("passedOver", text) }
        let fingerprint = Digest.keyed([], [text.gateway, phone.e164, text.text].map { Array($0.utf8) })
        guard text.providerID != nil || recent.remember(fingerprint, at: machineClock.now) else {
            return count("repeated", text)
        }
        do {
            try await take(text, from: phone)
        } catch {
            recent.forget(fingerprint)
            throw error
        }
    }

    private func take(_ text: IncomingText, from phone: PhoneNumber) async throws {
        let inquiry = TextInquiry(text.text, keywords: wording.keywords)
        let judgement = try await store.read { snapshot in
            try text.isNew(in: snapshot) ? try Judgement(of: inquiry, from: phone, in: snapshot) : nil
        }
        guard let judgement else { return count("repeated", text) }
        let verdict = verdict(on: judgement)
        let sealed = try vault.seal(Array(phone.e164.utf8))
        let (now, machineNow) = (clock.now, machineClock.now)
        let taken: InquiryDraft?
        do {
            taken = try await keep(text, verdict, sealed, from: phone, at: now, machineNow)
        } catch {
            // It will be brought again, and is then judged anew; the waits of earlier guesses stay.
            if let guess = verdict.countedGuess { limiter.takeBack(guess) }
            throw error
        }
        // The same text, brought side by side, was kept by another call, which has counted its guess.
        if taken == nil, let guess = verdict.countedGuess { limiter.takeBack(guess) }
        count(taken.map { $0.answer?.rawValue ?? "silent" } ?? "repeated", text)
    }

    /// Keeps a text with its answer; nil if it was there already.
    private func keep(
        _ text: IncomingText,
        _ verdict: Verdict,
        _ sealed: Vault.Sealed,
        from phone: PhoneNumber,
        at now: Instant,
        _ machineNow: Instant
    ) async throws -> InquiryDraft? {
        try await store.transact { [wording] transaction -> InquiryDraft? in
            guard let hash = try transaction.phoneHash(of: phone) else {
                throw StoreError(.damaged, "the key of numbers is missing")
            }
            var draft = InquiryDraft(
                gateway: text.gateway,
                providerID: try text.keptID(from: phone, in: transaction),
                sender: hash,
                at: now,
                receivedAt: machineNow
            )
            // What a clock that was set back since noted for later hours is not of this one.
            let hour = machineNow.adding(milliseconds: -Self.hourMilliseconds)...machineNow
            let limit = wording.answersPerHour
            if try transaction.answeredCount(from: hash, during: hour, limit: limit) < limit {
                draft.answer = verdict.answer
                draft.dossier = verdict.dossier
                draft.isTrusted = verdict.isTrusted
                let stream = try transaction.head(of: .messages).id
                draft.receiver = try Vault.put(sealed, of: stream, in: transaction)
            }
            guard let number = try transaction.insert(draft) else {
                if let receiver = draft.receiver { try transaction.eraseVaultEntry(receiver.number) }
                return nil
            }
            try Self.carryOut(verdict.answer, for: hash, number: number, at: now, in: transaction)
            return draft
        }
    }

    /// What is answered, of which dossier, whether the sender may know more, and the guess that was counted as wrong.
    private typealias Verdict = (
        answer: InquiryAnswer, dossier: StreamID?, isTrusted: Bool, countedGuess: AttemptLimiter.Trial?
    )

    /// What the text does beside being answered, which no limit keeps from happening.
    private static func carryOut(
        _ answer: InquiryAnswer,
        for sender: Digest,
        number: Int64,
        at now: Instant,
        in transaction: any StoreTransaction
    ) throws {
        guard answer == .optedOut || answer == .optedIn else { return }
        let wantsNone = answer == .optedOut
        guard try transaction.hasOptedOut(sender) != wantsNone else { return }
        try transaction.setOptedOut(sender, since: wantsNone ? now : nil)
        let event = SystemEvent(
            at: now,
            by: .program,
            type: wantsNone ? "textsRefused" : "textsWantedAgain",
            details: [("incomingText", String(number))]
        )
        try record(event, to: .messages, in: transaction)
    }

    /// What is answered, a guess at a PIN counted before it is judged.
    private func verdict(on judgement: Judgement) -> Verdict {
        switch judgement.inquiry {
        case .optOut: return (.optedOut, nil, false, nil)
        case .optIn: return (.optedIn, nil, false, nil)
        case .unreadable: return (.help, nil, false, nil)
        case .dossier: break
        }
        guard let guess = judgement.guess else {
            guard let found = judgement.dossier else { return (.unknown, nil, false, nil) }
            return (.status, found, judgement.isOwnNumber, nil)
        }
        let trial: AttemptLimiter.Trial
        do throws(RequestRefusal) {
            trial = try limiter.attempt(guess, from: judgement.address, allowance: .pin)
        } catch {
            return (.unknown, nil, false, nil)
        }
        guard let found = judgement.dossier, judgement.isRightPIN else { return (.unknown, nil, false, trial) }
        limiter.noteSuccess(trial)
        return (.status, found, true, nil)
    }

    private func count(_ answer: String, _ text: IncomingText) {
        Counter(
            label: "motcua_incoming_texts_total",
            dimensions: [("gateway", text.gateway), ("answer", answer)]
        )
        .increment()
        logger.info("text taken", metadata: ["gateway": "\(text.gateway)", "answer": "\(answer)"])
    }
}

extension IncomingText {
    /// Whether it was not taken before.
    fileprivate func isNew(in snapshot: any StoreSnapshot) throws -> Bool {
        guard let providerID else { return true }
        return try ProviderReference(providerID, in: snapshot).forms.allSatisfy { form in
            try snapshot.hasInquiry(of: gateway, providerID: form) == false
        }
    }

    /// The gateway's id as it is kept, however long it is: it only tells doubles.
    fileprivate func keptID(from phone: PhoneNumber, in snapshot: any StoreSnapshot) throws -> String? {
        try providerID.flatMap { try ProviderReference($0, in: snapshot).kept(besides: phone) }
    }
}

/// What is known of a text before it is answered.
private struct Judgement: Sendable {
    let inquiry: TextInquiry
    /// From where it came, for the limiter.
    let address: String
    /// The dossier that it asks for; nil if there is none.
    private(set) var dossier: StreamID?
    /// Whether the sender's number is the dossier's.
    private(set) var isOwnNumber = false
    /// Whether the PIN is right.
    private(set) var isRightPIN = false
    /// What is guessed at; nil where no PIN stands, or none is needed.
    private(set) var guess: String?

    /// Judges a text.
    init(of inquiry: TextInquiry, from phone: PhoneNumber, in snapshot: any StoreSnapshot) throws {
        self.inquiry = inquiry
        address = "sms:" + (try snapshot.phoneHash(of: phone)?.hexadecimal ?? "")
        guard case .dossier(let readings) = inquiry else { return }
        for reading in readings {
            guard let stored = try snapshot.dossier(reading.code) else { continue }
            let found = try DossierCodec.decode(stored.state)
            dossier = stored.id
            let sheet = try Vault.sheet(found.applicant, in: snapshot)
            isOwnNumber = sheet?.mobile == phone
            guard let pin = reading.pin, !isOwnNumber else { return }
            guess = AttemptLimiter.subject(pinOf: reading.code)
            isRightPIN = try Vault.pin(found.pin, in: snapshot)?.matches(pin) ?? false
            return
        }
        guess = readings.first { $0.pin != nil }.map { AttemptLimiter.subject(pinOf: $0.code) }
    }
}
