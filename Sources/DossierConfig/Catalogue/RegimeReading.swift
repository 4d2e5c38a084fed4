import DossierDomain
import WorkingCalendar

/// Reads `regimes/<id>.yaml` (gói quy định) into a regime pack.
enum RegimeReading {
    /// Reads a file whose schema has been checked.
    ///
    /// Packs stored before ladders were data have none; the dossiers that keep them are watched as they were.
    static func regime(from root: ConfigCursor) throws(ConfigurationDefect) -> Regime {
        let effectiveFrom = try root.date("effectiveFrom")
        let effectiveUntil = root["effectiveUntil"] == nil ? nil : try root.date("effectiveUntil")
        if let effectiveUntil, effectiveUntil < effectiveFrom {
            throw try root.required("effectiveUntil").defect(
                "The regime ends before it begins.",
                "Ngày hết hiệu lực trước ngày có hiệu lực."
            )
        }
        return Regime(
            id: RegimeID(rawValue: try root.text("id")),
            version: try root.integer("version"),
            effectiveFrom: effectiveFrom,
            effectiveUntil: effectiveUntil,
            codePattern: try codePattern(from: try root.required("codePattern")),
            statusNames: try statusNames(from: try root.required("statusNames")),
            forms: try forms(from: root["forms"]?.elements ?? []),
            ladder: try ladder(from: root["ladder"])
        )
    }

    /// Reads a file as ``regime(from:)`` does, and refuses a warning that demands the apology when it is too late for
    /// it.
    ///
    /// Dossiers keep a stored pack as it is, so that one is read without this.
    static func declared(in root: ConfigCursor) throws(ConfigurationDefect) -> Regime {
        let read = try Self.regime(from: root)
        let cursors = root["ladder"]?["dossier"]?["warnings"]?.elements ?? []
        for (warning, cursor) in zip(read.ladder.dossierWarnings, cursors) where warning.demandsApology {
            guard case .left(let time) = warning.threshold, time < read.ladder.apologyNotice else { continue }
            throw (cursor["hoursLeft"] ?? cursor).defect(
                "The apology is demanded when it is too late for it; expected at least apologyNoticeHours.",
                "Nấc này đòi xin lỗi khi đã muộn; cần ít nhất bằng apologyNoticeHours."
            )
        }
        return read
    }

    private static func ladder(from cursor: ConfigCursor?) throws(ConfigurationDefect) -> Ladder {
        guard let cursor else { return .overdueOnly }
        return try LadderReading.ladder(from: cursor)
    }

    private static func codePattern(from cursor: ConfigCursor) throws(ConfigurationDefect) -> CodePattern {
        let (year, serial) = (try cursor.integer("yearDigits"), try cursor.integer("serialDigits"))
        guard let pattern = CodePattern(yearDigits: year, serialDigits: serial) else {
            throw cursor.defect(
                "The year has 2 or 4 digits, the serial 4 to 7.",
                "Năm trong mã hồ sơ có 2 hoặc 4 chữ số, số thứ tự có 4 đến 7 chữ số."
            )
        }
        return pattern
    }

    private static func statusNames(from cursor: ConfigCursor) throws(ConfigurationDefect) -> [Status: String] {
        var names: [Status: String] = [:]
        for status in Status.allCases { names[status] = try cursor.text(String(status.rawValue)) }
        return names
    }

    private static func forms(from cursors: [ConfigCursor]) throws(ConfigurationDefect) -> [PrescribedForm] {
        var forms: [PrescribedForm] = []
        for cursor in cursors {
            let form = PrescribedForm(
                number: try cursor.text("number"),
                name: try cursor.text("name"),
                purpose: try cursor.text("purpose")
            )
            guard !forms.contains(where: { $0.number == form.number || $0.purpose == form.purpose }) else {
                throw cursor.defect("The form's number or purpose stands twice.", "Số hoặc công dụng mẫu bị lặp.")
            }
            forms.append(form)
        }
        return forms
    }
}
