import DossierDomain
import DossierEngine

/// A role with its unit as it was typed at the command line (vai trò và đơn vị).
struct TypedSeat {
    let role: String
    let unit: String?
    let commune: String?

    /// Judges them by the organisation.
    ///
    /// - Parameter places: The places that there are, asked for where a unit is named or needed.
    /// - Returns: The role and the unit; no unit for who belongs to none.
    /// - Throws: ``CommandFailure`` that names what can be typed.
    func judged(by places: @autoclosure () throws -> KnownPlaces) throws -> (role: Role, place: UnitPlace?) {
        guard let role = Role(rawValue: role) else {
            throw CommandFailure(
                "There is no role \(role): use desk, officer, head, leader or admin.",
                vietnamese: "Không có vai trò \(role): hãy dùng desk, officer, head, leader hoặc admin."
            )
        }
        let isOfNoUnit = unit == nil && commune == nil && (role == .admin || role == .leader)
        guard !isOfNoUnit else { return (role, nil) }
        let known = try places()
        do throws(RolePlace.Defect) {
            return (role, try RolePlace.place(for: role, unit: unit, commune: commune, in: known))
        } catch {
            throw failure(error, in: known.organisation)
        }
    }

    private func failure(_ defect: RolePlace.Defect, in organisation: Organisation) -> CommandFailure {
        let unit = unit ?? ""
        switch defect {
        case .unitMissing:
            return CommandFailure("Name the unit with --unit.", vietnamese: "Hãy chỉ ra đơn vị bằng --unit.")
        case .unitUnknown:
            let names = organisation.units.keys.sorted().map(\.rawValue).joined(separator: ", ")
            return CommandFailure(
                "There is no unit \(unit): \(names).",
                vietnamese: "Không có đơn vị \(unit); có: \(names)."
            )
        case .unitIsNoDesk:
            return CommandFailure(
                "\(unit) is no one-stop desk; name one with --unit.",
                vietnamese: "\(unit) không phải bộ phận một cửa; hãy chỉ ra bộ phận một cửa bằng --unit."
            )
        case .communeMissing:
            return CommandFailure(
                "\(unit) exists in every commune: name one with --commune.",
                vietnamese: "Xã nào cũng có \(unit): hãy chỉ ra xã bằng --commune."
            )
        case .communeNotTaken:
            return unit.isEmpty
                ? CommandFailure(
                    "--commune goes with --unit: name the unit too, or leave it out.",
                    vietnamese: "--commune đi cùng --unit: hãy ghi cả đơn vị, hoặc bỏ nó đi."
                )
                : CommandFailure(
                    "\(unit) is the unit of no commune: leave out --commune.",
                    vietnamese: "\(unit) không thuộc xã nào: hãy bỏ --commune."
                )
        case .communeUnknown:
            return UnclearCommune.unknown.failure(named: commune ?? "")
        case .communeAmbiguous:
            return UnclearCommune.ambiguous.failure(named: commune ?? "")
        case .leaderOfCommune:
            return CommandFailure(
                "A leader leads all communes: give the head of \(unit) --role head, or leave out --unit.",
                vietnamese: "Lãnh đạo (leader) phụ trách mọi xã: trưởng \(unit) dùng --role head, hoặc bỏ --unit."
            )
        }
    }
}

extension UnclearCommune {
    /// What is told of a commune that was typed at the command line.
    func failure(named commune: String) -> CommandFailure {
        switch self {
        case .unknown:
            CommandFailure(
                "There is no commune \(commune); write it as in Config/organisation.",
                vietnamese: "Không có xã \(commune); hãy ghi như trong Config/organisation."
            )
        case .ambiguous:
            CommandFailure(
                "Several communes are called \(commune); write the id of one, as in Config/organisation.",
                vietnamese: "Có nhiều xã tên \(commune); hãy ghi id của xã, như trong Config/organisation."
            )
        }
    }
}

extension CommandFailure {
    /// A name that neither an account nor a key can have, see `Username`.
    static var invalidName: CommandFailure {
        CommandFailure(
            "The name must be 1 to 64 letters without accents, digits, dots, hyphens or low lines, at least one letter "
                + "or digit.",
            vietnamese: "Tên gồm 1 đến 64 chữ không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới, ít nhất một chữ "
                + "hoặc chữ số."
        )
    }
}
