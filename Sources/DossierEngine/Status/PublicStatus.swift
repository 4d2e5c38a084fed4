public import DossierDomain
public import WorkingCalendar

/// The public answer to a look-up (tra cứu công khai), free of personal data, written whenever a dossier changes.
///
/// It lies ready in the store without its last member, `late`, which depends on the moment of asking. So a look-up
/// reads one row and encodes nothing.
public enum PublicStatus {
    private static let late = Array(",\"late\":true}".utf8)
    private static let onTime = Array(",\"late\":false}".utf8)

    /// Writes the body without its last member.
    ///
    /// - Throws: ``StoreError`` if the dossier's version of its procedure cannot be read.
    static func body(of dossier: Dossier, rules: Rules) throws(StoreError) -> [UInt8] {
        let regime = rules.regime(dossier.registration.regime)
        let procedure = try rules.procedure(dossier.registration.procedure)
        var writer = JSONWriter(capacity: 768)
        writer.object { writer in
            writer.member("code", dossier.code.text)
            write(dossier.status, named: regime, as: "status", to: &writer)
            writer.key("procedure")
            writer.object { writer in
                writer.member("code", dossier.registration.procedure.code.rawValue)
                writer.member("name", procedure?.name)
            }
            writer.member("receivedAt", dossier.receivedAt?.iso8601)
            writer.member("dueAt", dossier.dueAt?.iso8601)
            writer.key("currentUnits")
            writer.array(of: currentUnits(of: dossier, rules: rules)) { $0.value($1) }
            writer.key("history")
            writer.array(of: dossier.statusChanges) { writer, change in
                writer.object { writer in
                    writer.member("at", change.at.iso8601)
                    write(change.status, named: regime, as: "status", to: &writer)
                }
            }
        }
        var bytes = writer.bytes
        bytes.removeLast()
        return bytes
    }

    /// The names of the units that have the dossier now, each once.
    public static func currentUnits(of dossier: Dossier, rules: Rules) -> [String] {
        guard !dossier.status.isEnd else { return [] }
        var names: [String] = []
        for step in dossier.activeSteps {
            guard let place = step.place else { continue }
            let name = rules.organisation.displayName(of: place)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The last bytes of an answer, which say whether the dossier is late as of an instant.
    public static func ending(dueAt: Instant?, frozenAt: Instant?, now: Instant) -> [UInt8] {
        guard let dueAt, (frozenAt ?? now).roundedDownToSecond > dueAt else { return onTime }
        return late
    }

    private static func write(
        _ status: Status,
        named regime: Regime,
        as key: StaticString,
        to writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.object { writer in
            writer.member("code", status.rawValue)
            writer.member("name", regime.name(of: status))
        }
    }
}
