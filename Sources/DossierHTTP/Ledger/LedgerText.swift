import DossierDomain
import DossierEngine
import WorkingCalendar

/// The process control sheet of a dossier (phiếu kiểm soát quá trình giải quyết hồ sơ) in JSON.
///
/// Source: domain.md §1.4, form 05.
struct LedgerText {
    private let sheet: LedgerSheet
    private let ledger: Ledger
    private let rules: Rules

    init(_ sheet: LedgerSheet, rules: Rules) {
        self.sheet = sheet
        ledger = sheet.ledger
        self.rules = rules
    }

    /// Writes the sheet.
    func write(to writer: inout JSONWriter) {
        let dossier = ledger.dossier
        writer.object { writer in
            writer.member("code", dossier.code.text)
            writer.member("asOf", ledger.asOf.iso8601)
            writer.key("status")
            StatusText.write(dossier.status, in: rules.regime(dossier.registration.regime), to: &writer)
            writer.key("procedure")
            writer.object { writer in
                writer.member("code", sheet.procedure.code.rawValue)
                writer.member("name", sheet.procedure.name)
            }
            writer.key("clock")
            if let clock = ledger.clock { write(clock, to: &writer) } else { writer.null() }
            writer.key("holdings")
            writer.array(of: ledger.holdings) { write($1, to: &$0) }
            writer.key("citizenWaits")
            writer.array(of: ledger.waits) { write($1, to: &$0) }
            writer.key("units")
            writer.array(of: ledger.units) { write($1, to: &$0) }
            writer.key("attribution")
            writer.array(of: ledger.attribution) { write($1, to: &$0) }
            writer.key("index")
            write(ledger.index, to: &writer)
        }
    }

    private func write(_ clock: DossierClock, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("receivedAt", clock.receivedAt.iso8601)
            writer.member("dueAt", clock.dueAt.iso8601)
            writer.member("originalDueAt", clock.originalDueAt.iso8601)
            writeMembers(of: clock.reading, to: &writer)
            writer.key("moves")
            writer.array(of: clock.moves) { write($1, to: &$0) }
            writer.key("apology")
            if let apology = clock.apology {
                writer.object { writer in
                    writer.member("at", apology.at.iso8601)
                    writer.member("tooLate", apology.isTooLate)
                    writer.member("by", username(apology.by))
                }
            } else {
                writer.null()
            }
            writer.member("stoppedSince", clock.stoppedSince?.iso8601)
            writer.member("endedAt", clock.endedAt?.iso8601)
            writer.member("verdict", clock.verdict.rawValue)
        }
    }

    private func write(_ holding: Holding, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("stepId", holding.step.rawValue)
            writer.member("stepName", sheet.procedure.route[holding.step]?.name ?? holding.step.rawValue)
            writeMembers(of: holding.place, to: &writer)
            writer.member("since", holding.since.iso8601)
            writer.member("until", holding.until?.iso8601)
            writer.member("end", holding.end?.rawValue)
            writer.member("assignee", username(holding.assignee))
            writer.member("givenBy", username(holding.givenBy))
            writer.member("receivedBy", username(holding.receivedBy))
            writer.member("endedBy", username(holding.endedBy))
            writeMembers(of: holding.clock, to: &writer)
            writer.member("firstDueAt", holding.firstDueAt.iso8601)
            writer.member("dueAt", holding.dueAt.iso8601)
            writer.key("moves")
            writer.array(of: holding.moves) { write($1, to: &$0) }
            writer.member("afterFinish", holding.isAfterFinish)
            writer.member("verdict", holding.verdict?.rawValue)
        }
    }

    private func write(_ wait: CitizenWait, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("cause", wait.cause.rawValue)
            writer.member("since", wait.since.iso8601)
            writer.member("until", wait.until?.iso8601)
            writer.member("seconds", wait.workingTime.seconds)
            writer.member("stopsClock", wait.stopsClock)
            writer.member("askedBy", username(wait.askedBy))
        }
    }

    private func write(_ total: UnitTotal, to writer: inout JSONWriter) {
        writer.object { writer in
            writeMembers(of: total.place, to: &writer)
            writer.member("stretches", total.stretches)
            writer.member("lateStretches", total.lateStretches)
            writeMembers(of: total.clock, to: &writer)
            writer.member("overSeconds", total.over.seconds)
        }
    }

    private func write(_ share: HolderShare, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("units")
            writer.array(of: share.holders) { writer, place in
                writer.object { writeMembers(of: place, to: &$0) }
            }
            writer.member("seconds", share.workingTime.seconds)
        }
    }

    private func write(_ index: IndexView, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("onTime")
            if let isOnTime = index.isOnTime { writer.value(isOnTime) } else { writer.null() }
            writer.member("ground", index.ground.rawValue)
            writer.member("dueAt", index.dueAt?.iso8601)
            writer.member("countedUntil", index.countedUntil?.iso8601)
            writer.member("supplementRequests", index.supplementRequests)
            writer.member("supplementSeconds", index.supplementTime.seconds)
        }
    }

    private func write(_ move: DueMove, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("at", move.at.iso8601)
            writer.member("oldDueAt", move.old.iso8601)
            writer.member("newDueAt", move.new.iso8601)
            writer.member("cause", move.cause.rawValue)
            if case .account(let id) = move.by {
                writer.member("by", username(id))
            } else {
                writer.member("by", nil as String?)
            }
        }
    }

    private func writeMembers(of clock: ClockReading, to writer: inout JSONWriter) {
        writer.member("allowedSeconds", clock.allowed.seconds)
        writer.member("usedSeconds", clock.used.seconds)
        writer.member("pausedSeconds", clock.paused.seconds)
        writer.member("leftSeconds", clock.leftSeconds)
    }

    private func writeMembers(of place: UnitPlace, to writer: inout JSONWriter) {
        PlaceText.writeMembers(of: place, to: &writer)
        writer.member("unitName", rules.organisation.displayName(of: place))
    }

    private func username(_ id: AccountID?) -> String? { id.flatMap { sheet.usernames[$0] } }
}
