import DossierEngine

/// Where a list goes on (con trỏ trang): opaque to clients, checked when it comes back.
///
/// Shape: base64url without padding of a JSON array, the list's letter first.
struct PageCursor: Equatable, Sendable {
    /// The lists; a cursor of one is refused by the others.
    enum List: String, Sendable {
        /// The catalogue.
        case procedures = "p"
        /// Dossiers, in the order of registration.
        case dossiers = "d"
        /// Dossiers, in the order of receipt.
        case received = "e"
        /// A dossier's history.
        case history = "h"
        /// The inbox.
        case inbox = "i"
        /// Notices.
        case notices = "n"
        /// The forecast.
        case forecast = "f"
        /// Texts to applicants.
        case messages = "m"
        /// Staff accounts.
        case accounts = "a"
        /// What happened to an account or a key.
        case accessHistory = "u"
        /// Keys of other systems.
        case keys = "k"
        /// Sessions.
        case sessions = "s"
        /// Postings of an account.
        case postings = "o"
        /// Checkpoints of the history.
        case checkpoints = "c"
        /// Readings of a dossier.
        case readings = "r"
    }

    /// The longest cursor taken, in characters.
    static let maximumLength = 512

    /// The list it belongs to.
    let list: List
    /// The numbers of the place.
    let numbers: [Int64]
    /// The name of the place, where the list has one.
    let name: String?

    /// Creates a cursor.
    init(_ list: List, numbers: [Int64] = [], name: String? = nil) {
        self.list = list
        self.numbers = numbers
        self.name = name
    }

    /// Reads a cursor that a list gave out.
    ///
    /// - Parameters:
    ///   - typed: What came back.
    ///   - list: The list that is asked.
    ///   - count: How many numbers its cursors have.
    ///   - hasName: Whether they have a name.
    /// - Throws: ``Problem`` of code `invalid-cursor`.
    init(_ typed: String, of list: List, numbers count: Int, hasName: Bool = false) throws(Problem) {
        guard typed.utf8.count <= Self.maximumLength, let parts = Self.parts(typed),
            parts.first?.string == list.rawValue
        else { throw Problem(.invalidCursor) }
        let numbers = parts.dropFirst().prefix(count).compactMap(\.integer)
        let rest = parts.dropFirst(1 + count)
        let name = rest.first?.string
        guard numbers.count == count, rest.count == (hasName ? 1 : 0), (name != nil) == hasName else {
            throw Problem(.invalidCursor)
        }
        self.init(list, numbers: numbers, name: name)
    }

    /// The cursor as it is given out.
    var text: String {
        var writer = JSONWriter(capacity: 64)
        writer.array { writer in
            writer.value(list.rawValue)
            for number in numbers { writer.value(number) }
            if let name { writer.value(name) }
        }
        return Base64URL.text(writer.bytes)
    }

    private static func parts(_ typed: String) -> [JSONValue]? {
        guard let bytes = Base64URL.bytes(typed) else { return nil }
        // Whatever is wrong with it, it is no cursor of ours.
        return (try? JSONParser.parse(bytes))?.array
    }
}
