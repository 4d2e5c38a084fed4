import DossierDomain
import DossierEngine

/// How staff of one commune try their luck with another one's dossiers (cán bộ xã khác thử mở hồ sơ): they get nowhere.
extension SimulatedWorld {
    /// After how many of a thousand requests somebody of another commune tries to do something with the same dossier.
    private static let strangersPerMille = 100
    /// How many dossiers of his list are looked at.
    private static let listedDossiers = 20

    /// Lets somebody of a commune without a part in a dossier do its work, read it and list what he may see.
    mutating func tryAsStranger(on id: StreamID) async throws {
        guard let dossier = auditor.dossiers[id]?.dossier else { return }
        var chance = SeededGenerator(seed: plan.seed, 15, UInt64(id.number), UInt64(dossier.version))
        guard chance.chance(perMille: Self.strangersPerMille), let stranger = stranger(to: dossier, &chance),
            let home = stranger.place?.commune
        else { return }
        let rules = rules
        let clock = clock
        let code = dossier.code
        let account = taken(stranger, on: dossier)
        let step = dossier.activeSteps.first { $0.place != nil }
        let action =
            step.map { DossierAction.completeStep(completion(of: Job(dossier: id, step: $0.id))) } ?? .renewPIN
        try await expectForbidden("\(account.username): \(action.name) on \(code)") { program in
            try await program.dossiers.perform(action, on: code, by: account, versions: nil, idempotency: nil)
        }
        try await expectForbidden("\(account.username) reads \(code)") { program in
            try await DossierQueries(store: program.store, rules: rules, clock: clock).file(code, for: account)
        }
        let listed = try await run { program in
            try await DossierQueries(store: program.store, rules: rules, clock: clock)
                .list(DossierSearch(), before: nil, limit: Self.listedDossiers, for: account).files.map(\.dossier)
        }
        if let other = listed?.first(where: { !auditor.communes(of: $0).contains(home) }) {
            throw broken(.communesKeepApart, "\(account.username) lists \(other.code)")
        }
        auditor.figures.strangers += 1
    }

    /// Somebody of a commune that has no part in a dossier; nil if all that are simulated have.
    private func stranger(to dossier: Dossier, _ chance: inout SeededGenerator) -> Account? {
        let own = auditor.communes(of: dossier)
        let places = staff.units.keys.filter { place in
            guard let commune = place.commune else { return false }
            return !own.contains(commune)
        }
        guard let place = chance.pick(places.sorted()), let unit = staff.units[place] else { return nil }
        return chance.chance(perMille: 300) ? unit.head : unit.workers.first
    }

    /// A stranger as the program takes him: a mistake made on purpose lets him be a head of the dossier's own.
    private func taken(_ stranger: Account, on dossier: Dossier) -> Account {
        guard let saboteur, saboteur.strikes(.mistakeCommune) else { return stranger }
        var account = stranger
        account.role = .head
        account.place = dossier.activeSteps.compactMap(\.place).first ?? dossier.receivingDesk
        return account
    }

    /// Sends what must be forbidden; a power failure meanwhile proves nothing.
    private mutating func expectForbidden<Answer>(
        _ what: String,
        _ request: (Program) async throws -> Answer
    ) async throws {
        let answer: Answer?
        do {
            answer = try await run(request)
        } catch let rejection as DossierRejection {
            if case .forbidden = rejection { return }
            throw broken(.communesKeepApart, "\(what), and is refused only by \(rejection.code)")
        }
        if answer != nil { throw broken(.communesKeepApart, what) }
    }
}
