/// How much of the personal data on a dossier somebody is shown (mức xem dữ liệu cá nhân).
public enum PersonalDataView: String, CaseIterable, Sendable {
    /// Everything as it was typed.
    case whole
    /// By ``PersonalMask``: enough to tell people apart, not enough to know or reach them.
    case masked
}

/// Where a dossier is shown (nơi hiển thị).
public enum PersonalDataPlace: Hashable, CaseIterable, Sendable {
    /// In a list beside others, where only work at hand needs a name.
    case list
    /// By itself, opened on purpose and put on record.
    case file
}

/// Who is shown the personal data of a dossier (phân quyền xem dữ liệu cá nhân): whoever's step needs them.
///
/// Source: project decision, 2026-11-29, from issue 5, point 5: the desk that received a dossier always; a unit in
/// lists while one of its steps is active, in the dossier itself also before and after. Whoever else may see the
/// dossier at all, such as leaders and colleagues of the same agency, is shown it masked.
public enum PersonalDataAccess {
    /// How much an actor is shown of a dossier that he may see.
    ///
    /// - Parameters:
    ///   - dossier: The dossier.
    ///   - actor: Who looks at it.
    ///   - organisation: Which units are desks.
    ///   - place: Where it is shown.
    /// - Returns: The view; masked for whoever has no part in it.
    public static func view(
        of dossier: Dossier,
        for actor: Actor,
        in organisation: Organisation,
        at place: PersonalDataPlace
    ) -> PersonalDataView {
        guard let role = actor.role, role != .admin, let own = actor.place else { return .masked }
        if Authority(of: actor, in: organisation).received(dossier) { return .whole }
        let isNeeded = dossier.steps.contains { step in
            guard step.place == own else { return false }
            return switch (step.state, place) {
            case (.active, _), (.waiting, .file), (.done, .file): true
            case (.waiting, .list), (.done, .list), (.skipped, _): false
            }
        }
        return isNeeded ? .whole : .masked
    }
}

extension StaffMember {
    /// The post in which he is shown most of a dossier, and how much that is.
    ///
    /// - Parameters:
    ///   - dossier: A dossier that he may see.
    ///   - organisation: Which units are desks.
    ///   - place: Where it is shown.
    /// - Returns: The first such post, and the view.
    public func reading(
        of dossier: Dossier,
        in organisation: Organisation,
        at place: PersonalDataPlace
    ) -> (actor: Actor?, view: PersonalDataView) {
        let whole = actors.first {
            PersonalDataAccess.view(of: dossier, for: $0, in: organisation, at: place) == .whole
        }
        if let whole { return (whole, .whole) }
        return (actor(permitted: .see, on: dossier, in: organisation) ?? actors.first, .masked)
    }
}
