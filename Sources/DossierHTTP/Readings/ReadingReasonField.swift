import DossierEngine
import HTTPTypes
import Hummingbird

/// Reads the field `Reading-Reason` (lý do xem hồ sơ): why somebody opens a dossier, in his own words.
///
/// Words outside ASCII come as percent signs over UTF-8. It is a field and no parameter, because addresses are written
/// to the logs of every proxy on the way, and it may name a person.
enum ReadingReasonField {
    /// The reason; nil where none is given.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)`` unless it is one line of 1 to 500 characters.
    static func read(_ request: Request) throws(RequestRefusal) -> String? {
        let values = request.headers[values: .readingReason]
        guard let typed = values.first else { return nil }
        guard values.count == 1 else { throw refusal(.duplicateKey) }
        guard let text = PercentText.decoded(typed) else { throw refusal(.invalidValue) }
        do throws(FieldDefect) {
            return try TextRules.readingReason.clean(text)
        } catch {
            throw refusal(error.code)
        }
    }

    private static func refusal(_ code: FieldError.Code) -> RequestRefusal {
        .invalidFields([FieldError(HTTPField.Name.readingReason.rawName, code)])
    }
}
