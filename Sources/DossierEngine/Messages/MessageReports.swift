public import Logging
import Metrics
import WorkingCalendar

/// Takes what gateways tell of texts that they took (tiếp nhận báo cáo gửi tin).
///
/// Reports come twice, in any order, early and late; what they make of a text is ``MessageState/after(_:)``. One of
/// another gateway than the text's counts for nothing, since each has a secret of its own.
public struct MessageReports: Sendable {
    /// How many ways of writing one reference are looked for.
    static let maximumReferences = 8
    /// The most characters of a reference that is read.
    static let maximumReference = 200

    /// How long a report is kept whose reference no text has yet, in milliseconds: a week, longer than any gateway
    /// tries.
    static let earlyLifetimeMilliseconds: Int64 = 7 * 86_400_000

    private let store: any DossierStore
    private let clock: any WallClock
    private let machineClock: any WallClock
    private let reportHours: Int
    private let logger: Logger

    /// Creates the receiver.
    ///
    /// - Parameters:
    ///   - store: Where the outbox is.
    ///   - clock: The time of the service, for when a report came.
    ///   - machineClock: The time of the machine, for how long an early one is kept and a further one awaited.
    ///   - reportHours: The hours after which a text without a further report is unconfirmed.
    ///   - logger: Where it says what it did.
    public init(
        store: any DossierStore,
        clock: any WallClock,
        machineClock: any WallClock,
        reportHours: Int,
        logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.machineClock = machineClock
        self.reportHours = reportHours
        self.logger = logger
    }

    /// Takes a report; may be called twice, in any order and for a text that is not known.
    ///
    /// - Parameter report: What the gateway tells.
    /// - Throws: ``StoreError`` if it could not be kept; then it has to be brought again.
    public func take(_ report: DeliveryReport) async throws {
        let (now, machineNow) = (clock.now, machineClock.now)
        let overdueAt = machineNow.adding(milliseconds: Int64(reportHours) * 3_600_000)
        let settled = try await store.transact { transaction -> (number: Int64, state: MessageState)? in
            guard let message = try Self.message(of: report, in: transaction) else {
                try Self.keepEarly(report, at: machineNow, in: transaction)
                return nil
            }
            guard let state = message.state.after(report.state) else { return nil }
            // One that the gateway has may be reported on no more, for example after its answer got lost.
            let confirmBy = state == .accepted ? overdueAt : nil
            try transaction.settle(message.number, as: state, reportedAt: now, confirmBy: confirmBy)
            return (message.number, state)
        }
        Counter(
            label: "motcua_sms_reports_total",
            dimensions: [("gateway", report.gateway), ("state", report.state.rawValue)]
        )
        .increment()
        guard let settled else { return }
        logger.info(
            "text reported",
            metadata: [
                "outbox.id": "\(settled.number)", "state": "\(settled.state.rawValue)",
                "gateway": "\(report.gateway)",
            ]
        )
    }

    private static func message(of report: DeliveryReport, in snapshot: any StoreSnapshot) throws -> OutboxMessage? {
        switch report.subject {
        case .reference(let number):
            let message = try snapshot.message(number)
            return message?.gateway == report.gateway ? message : nil
        case .providerReferences(let references):
            let forms = try references.prefix(maximumReferences)
                .flatMap { try ProviderReference($0, in: snapshot).forms }
            // An operator that begins its ids anew gives one to several texts; then the number tells which is meant.
            if let receiver = try report.phone.flatMap({ try snapshot.phoneHash(of: $0) }) {
                for form in forms {
                    let message = try snapshot.message(of: report.gateway, reference: form, to: receiver)
                    if let message { return message }
                }
            }
            // Some operators write the sender's number, or one that is not understood: then the id alone is believed.
            for form in forms {
                if let message = try snapshot.message(of: report.gateway, reference: form) { return message }
            }
            return nil
        }
    }

    /// A report by the gateway's own reference may come before its answer to the text; one by ours may not.
    private static func keepEarly(
        _ report: DeliveryReport,
        at machineNow: Instant,
        in transaction: any StoreTransaction
    ) throws {
        guard case .providerReferences(let references) = report.subject else { return }
        for written in references.prefix(maximumReferences) where written.count <= maximumReference {
            guard let reference = try ProviderReference(written, in: transaction).keptAlone else { continue }
            // That the phone has it is the last word; a text under way says nothing that the answer does not.
            let known = try transaction.earlyReport(of: report.gateway, reference: reference)
            guard report.state != .underWay, known != .delivered else { continue }
            try transaction.keep(report.state, of: report.gateway, reference: reference, at: machineNow)
        }
    }
}
