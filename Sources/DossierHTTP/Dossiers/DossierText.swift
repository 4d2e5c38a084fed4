import DossierDomain
import DossierEngine
import WorkingCalendar

/// A dossier (hồ sơ) as staff read it.
///
/// Source: design.md §4.
struct DossierText: Sendable {
    private let rules: Rules
    private let now: Instant

    /// Writes dossiers as of an instant.
    init(rules: Rules, now: Instant) {
        self.rules = rules
        self.now = now
    }

    /// Writes the members of a whole dossier into an object that is open.
    func writeMembers(of file: DossierFile, to writer: inout JSONWriter) {
        let dossier = file.dossier
        writeHead(of: dossier, withField: true, to: &writer)
        writer.member("channel", dossier.registration.channel.rawValue)
        writer.member("commune", dossier.commune?.rawValue)
        SheetText.write(file.shown, to: &writer)
        writer.member("masked", file.view == .masked)
        writer.member("notifyBySMS", dossier.notifiesBySMS)
        writer.member("receivedAt", dossier.receivedAt?.iso8601)
        writer.member("dueAt", dossier.dueAt?.iso8601)
        writer.member("originalDueAt", dossier.originalDueAt?.iso8601)
        writer.member("finishedAt", dossier.finishedAt?.iso8601)
        writer.member("handedOverAt", dossier.handedOverAt?.iso8601)
        writer.member("late", dossier.isLate(at: now))
        writer.member("hasApology", dossier.hasApology)
        writer.member("apologyTooLate", dossier.isApologyTooLate)
        writer.key("request")
        RequestText.write(file, to: &writer)
        writer.key("result")
        RequestText.write(
            dossier.result?.kind,
            number: file.resultTexts?.number,
            reason: file.resultTexts?.reason,
            &writer
        )
        writer.key("steps")
        writer.array(of: dossier.steps) { write($1, of: file, to: &$0) }
    }

    /// Writes a dossier as lists show it.
    func writeSummary(of file: DossierFile, to writer: inout JSONWriter) {
        let dossier = file.dossier
        writer.object { writer in
            writeHead(of: dossier, withField: false, to: &writer)
            writer.member("commune", dossier.commune?.rawValue)
            let shown = file.shown
            writer.member("applicantName", shown?.applicant.name)
            writer.member("subject", shown?.subject)
            writer.member("masked", file.view == .masked)
            writer.member("receivedAt", dossier.receivedAt?.iso8601)
            writer.member("dueAt", dossier.dueAt?.iso8601)
            writer.member("originalDueAt", dossier.originalDueAt?.iso8601)
            writer.member("late", dossier.isLate(at: now))
            writer.member("hasApology", dossier.hasApology)
            writer.key("currentUnits")
            writer.array(of: PublicStatus.currentUnits(of: dossier, rules: rules)) { $0.value($1) }
        }
    }

    /// Writes one step of a dossier.
    func write(_ step: StepProgress, of file: DossierFile, to writer: inout JSONWriter) {
        let procedure = rules.legibleProcedure(file.dossier.registration.procedure)
        writer.object { writer in
            writer.member("id", step.id.rawValue)
            writer.member("name", procedure?.route[step.id]?.name ?? step.id.rawValue)
            PlaceText.writeMembers(of: step.workPlace, to: &writer)
            writer.member("state", step.state.rawValue)
            writer.member("assignee", step.assignee.flatMap { file.assignees[$0] })
            writer.member("startedAt", step.startedAt?.iso8601)
            writer.member("dueAt", step.dueAt?.iso8601)
            writer.member("finishedAt", step.finishedAt?.iso8601)
        }
    }

    private func writeHead(of dossier: Dossier, withField: Bool, to writer: inout JSONWriter) {
        let version = dossier.registration.procedure
        let procedure = rules.legibleProcedure(version)
        writer.member("code", dossier.code.text)
        writer.member("version", dossier.version)
        writer.key("status")
        StatusText.write(dossier.status, in: rules.regime(dossier.registration.regime), to: &writer)
        writer.key("procedure")
        writer.object { writer in
            writer.member("code", version.code.rawValue)
            writer.member("name", procedure?.name ?? version.code.rawValue)
            if withField { writer.member("field", procedure?.field ?? "") }
        }
    }
}

/// A status by code and name (trạng thái).
enum StatusText {
    /// Writes a status as its regime names it.
    static func write(_ status: Status, in regime: Regime, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", status.rawValue)
            writer.member("name", regime.name(of: status))
        }
    }
}
