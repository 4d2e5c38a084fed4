import DossierDomain
import DossierEngine
import WorkingCalendar

/// What `commune merge` prints (báo cáo sáp nhập xã).
struct CommuneMergeReport: Sendable {
    let from: Commune
    let to: Commune
    let tally: CommuneMergeTally
    /// Whether it is made, and not only looked at.
    let isDone: Bool

    /// The summary, and what is left to do.
    var lines: [String] {
        guard !tally.isEmpty else {
            let nothing = "nothing \(went(or: "goes"))"
            return ["\(from.fullName) has no dossiers, accounts, postings or keys to give: \(nothing)."] + stays
        }
        var lines = ["From \(from.fullName) to \(to.fullName) \(went(or: "went")): \(counts.joined(separator: ", "))."]
        lines += stays
        if tally.endedPostings > 0 {
            let postings = counted(tally.endedPostings, "posting")
            lines.append("\(postings) \(isDone ? "ended" : "would end"), as the holder has that post there anyhow.")
        }
        lines += secondedHeads
        if !tally.heads.isEmpty {
            let units = tally.heads.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append("Units with more than one head: \(units.joined(separator: ", ")); see `motcua user assign`.")
        }
        if tally.accountsOfProvider > 0 {
            let accounts = counted(tally.accountsOfProvider, "account")
            lines.append("\(accounts) of the single sign-on: its rules have to name \(to.fullName) too.")
        }
        if isDone {
            lines.append("Now put an organisation without \(from.fullName), of a higher version, in place and start.")
        }
        return lines
    }

    private var stays: [String] {
        guard tally.archivedDossiers > 0 else { return [] }
        return ["\(counted(tally.archivedDossiers, "dossier")) of the archive \(isDone ? "stayed" : "would stay")."]
    }

    /// Heads whose secondment could not be kept, so that they have a head's rights before it is over.
    private var secondedHeads: [String] {
        let lines = tally.secondedHeads.map { head in
            let post = "seconded to \(head.place) as officer until \(head.until.iso8601)"
            return isDone
                ? "\(head.username) was \(post), and is head there now."
                : "\(head.username) is \(post), and would be head there at once."
        }
        let hidden = tally.endedSecondments - lines.count
        return hidden > 0 ? lines + ["The same goes for \(counted(hidden, "more secondment")) of heads."] : lines
    }

    private func went(or verb: String) -> String { isDone ? verb : "would go" }

    private var counts: [String] {
        var counts = [counted(tally.openDossiers, "open dossier")]
        if tally.endedDossiers > 0 { counts.append(counted(tally.endedDossiers, "ended dossier")) }
        let units = tally.accounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let accounts = counted(tally.accounts.values.reduce(0, +), "account")
        counts.append(units.isEmpty ? accounts : "\(accounts) (\(units))")
        if tally.postings > 0 { counts.append(counted(tally.postings, "posting")) }
        if tally.keys > 0 { counts.append(counted(tally.keys, "key")) }
        return counts
    }
}
