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

/// The dossiers that an actor may be shown whole in lists (phạm vi xem đầy đủ), in terms that a store can look up.
public enum PersonalDataReach: Hashable, Sendable {
    /// None.
    case none
    /// Those with a step under way at a unit.
    case activeAt(UnitPlace)
    /// Those too that his desk received, whatever became of them.
    case desk
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
        view(of: dossier.holders, for: actor, in: organisation, at: place)
    }

    /// How much an actor is shown of a dossier that he may see, by those who have to do with it.
    ///
    /// - Parameters:
    ///   - holders: Who has to do with it.
    ///   - actor: Who looks at it.
    ///   - organisation: Which units are desks.
    ///   - place: Where it is shown.
    /// - Returns: The view; masked for whoever has no part in it.
    public static func view(
        of holders: DossierHolders,
        for actor: Actor,
        in organisation: Organisation,
        at place: PersonalDataPlace
    ) -> PersonalDataView {
        guard let role = actor.role, role != .admin, let own = actor.place else { return .masked }
        if Authority(of: actor, in: organisation).isOf(holders.desk) { return .whole }
        let isNeeded = holders.steps.contains { step in
            guard step.place == own else { return false }
            return switch (step.state, place) {
            case (.active, _), (.waiting, .file), (.done, .file): true
            case (.waiting, .list), (.done, .list), (.skipped, _): false
            }
        }
        return isNeeded ? .whole : .masked
    }

    /// Outside of which dossiers an actor is shown all of them masked in lists; see ``view(of:for:in:at:)``.
    ///
    /// - Parameters:
    ///   - actor: Who looks at a list.
    ///   - organisation: Which units are desks.
    /// - Returns: The reach; that of a dossier in it is still for the view to say.
    public static func reach(of actor: Actor, in organisation: Organisation) -> PersonalDataReach {
        guard let role = actor.role, role != .admin, let own = actor.place else { return .none }
        return Authority(of: actor, in: organisation).isDeskStaff ? .desk : .activeAt(own)
    }
}

extension StaffMember {
    /// How much he is shown of a dossier that he may see, in the post in which it is most.
    ///
    /// - Parameters:
    ///   - holders: Who has to do with the dossier.
    ///   - organisation: Which units are desks.
    ///   - place: Where it is shown.
    /// - Returns: The view.
    public func view(
        of holders: DossierHolders,
        in organisation: Organisation,
        at place: PersonalDataPlace
    ) -> PersonalDataView {
        let isWhole = actors.contains {
            PersonalDataAccess.view(of: holders, for: $0, in: organisation, at: place) == .whole
        }
        return isWhole ? .whole : .masked
    }

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
