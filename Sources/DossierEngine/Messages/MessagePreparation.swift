import DossierDomain
import WorkingCalendar

/// What has to be known of a text before a gateway is asked (chuẩn bị gửi tin): its words, its receiver, and whether it
/// may go now.
struct MessagePreparation: Sendable {
    private static let noReceiver = "no-receiver"
    /// Why a text is given up whose receiver wants none.
    static let optedOut = "opted-out"
    /// Why a text is given up of whose dossier none are wanted any more.
    static let unwanted = "not-wanted"

    /// Whether a text that was given up for a reason was so because somebody wished it.
    static func isWish(_ reason: String?) -> Bool { reason == optedOut || reason == unwanted }

    let renderer: MessageRenderer
    let sending: SendingRules

    /// What is to be done with a text.
    enum Step: Sendable {
        /// It goes out.
        case send(Text)
        /// It waits until an instant of the service's time.
        case hold(until: Instant)
        /// It cannot be sent, for that reason.
        case giveUp(reason: String)
    }

    /// A text ready to go.
    struct Text: Sendable {
        /// The words and the receiver.
        let rendered: MessageRenderer.Rendered
        /// The keyed hash of the receiver; nil where the database has no key for it.
        let receiver: Digest?
        /// How many more texts the receiver may get on this day, this one included.
        let allowance: Int
    }

    /// Decides what is to be done with a text.
    ///
    /// - Parameters:
    ///   - draft: The text.
    ///   - now: The service's time.
    ///   - snapshot: The store as of one moment.
    /// - Returns: What is to be done with it.
    /// - Throws: ``StoreError`` if the store cannot be read for the moment.
    func prepare(_ draft: OutboxDraft, at now: Instant, in snapshot: any StoreSnapshot) throws -> Step {
        if let end = sending.quietEnd(for: draft, at: now) { return .hold(until: end) }
        let rendered: MessageRenderer.Rendered?
        do {
            guard let stored = try snapshot.dossier(draft.dossier) else { return .giveUp(reason: Self.noReceiver) }
            let dossier = try DossierCodec.decode(stored.state)
            // Like number and words, the wish is that of the moment of sending: somebody who wanted none any more would
            // take a text that came after for a broken promise. Given up and not put off: what it tells is old by the
            // time that he wants texts again. It is asked before the number, which may have been taken away with it.
            guard dossier.notifiesBySMS else { return .giveUp(reason: Self.unwanted) }
            rendered = try renderer.render(draft, of: dossier, in: snapshot)
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            return .giveUp(reason: "text-unwritable")
        }
        guard let rendered else { return .giveUp(reason: Self.noReceiver) }
        let receiver = try snapshot.phoneHash(of: rendered.to)
        if let receiver, try snapshot.hasOptedOut(receiver) { return .giveUp(reason: Self.optedOut) }
        let date = LocalDateTime(now).date
        let tomorrow = date.adding(days: 1).startOfDay
        // What a clock that was set back since noted for later days is of none of today's.
        let today = date.startOfDay..<tomorrow
        let taken = try receiver.map { try snapshot.textsTaken(for: $0, during: today) } ?? 0
        guard taken < sending.textsPerDay else {
            return .hold(until: sending.quietHours?.end(at: tomorrow) ?? tomorrow)
        }
        return .send(
            Text(
                rendered: rendered,
                receiver: receiver,
                allowance: sending.textsPerDay - taken
            )
        )
    }
}
