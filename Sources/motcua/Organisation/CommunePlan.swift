import DossierConfig
import DossierDomain
import DossierEngine
import WorkingCalendar

/// A merger of communes as it is asked for on the command line (đề nghị sáp nhập xã).
struct CommunePlan: Sendable {
    /// The commune that is no more, as it was typed.
    let old: String
    /// The commune that it was merged into, as it was typed.
    let new: String
    let configuration: LoadedConfiguration

    /// Looks the communes up in the organisation in force, and runs the merger.
    ///
    /// - Parameters:
    ///   - isDone: Whether it is made, and not only looked at.
    ///   - snapshot: The store as of one moment.
    ///   - run: Makes it or looks at it, at the present instant.
    /// - Returns: What there is to tell.
    /// - Throws: ``CommandFailure`` if a commune is not known, `CommuneMergeRefusal`, `ConfigurationDefects`,
    ///   `StoreError`.
    func report(
        isDone: Bool,
        in snapshot: any StoreSnapshot,
        _ run: (CommuneMerge, Instant) throws -> CommuneMergeTally
    ) throws -> CommuneMergeReport {
        let rules = try configuration.rulesInForce(in: snapshot)
        let from = try commune(old, by: rules)
        let to = try commune(new, by: rules)
        let merge = try CommuneMerge(of: from, into: to, rules: rules)
        let now = try Installation.present(in: snapshot, machineClock: SystemClock())
        return CommuneMergeReport(from: from, to: to, tally: try run(merge, now), isDone: isDone)
    }

    private func commune(_ typed: String, by rules: Rules) throws -> Commune {
        do throws(UnclearCommune) {
            let id = try rules.places.commune(named: typed)
            if let commune = rules.organisation.commune(id) { return commune }
        } catch {
            if error == .unknown, isToCome(typed) { throw Self.notInForce(typed) }
            throw error.failure(named: typed)
        }
        throw UnclearCommune.unknown.failure(named: typed)
    }

    /// Whether the configuration has a commune that the organisation in force has not.
    private func isToCome(_ typed: String) -> Bool {
        // Why it is not known there either does not matter.
        (try? KnownPlaces(configuration.organisation).commune(named: typed)) != nil
    }

    private static func notInForce(_ typed: String) -> CommandFailure {
        CommandFailure(
            "The commune \(typed) stands in the configuration, and is not in force yet: start the server once with it, "
                + "stop it, then merge.",
            vietnamese: "Xã \(typed) có trong cấu hình nhưng chưa được áp dụng: hãy khởi động dịch vụ một lần, dừng "
                + "lại, rồi mới sáp nhập."
        )
    }
}
