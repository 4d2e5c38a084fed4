import DossierDomain
import WorkingCalendar

/// What has to be known of a text before a gateway is asked (chuẩn bị gửi tin): its words, its receiver, and whether it
/// may go now.
struct MessagePreparation: Sendable {
    /// Why a text is given up whose receiver wants none.
    static let optedOut = "opted-out"

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
            rendered = try renderer.render(draft, in: snapshot)
        } catch let error as StoreError where error.concernsAll {
            throw error
        } catch {
            return .giveUp(reason: "text-unwritable")
        }
        guard let rendered else { return .giveUp(reason: "no-receiver") }
        let receiver = try snapshot.phoneHash(of: rendered.to)
        if let receiver, try snapshot.hasOptedOut(receiver) { return .giveUp(reason: Self.optedOut) }
        let today = LocalDateTime(now).date
        let taken = try receiver.map { try snapshot.textsTaken(for: $0, since: today.startOfDay) } ?? 0
        guard taken < sending.textsPerDay else {
            let tomorrow = today.adding(days: 1).startOfDay
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
