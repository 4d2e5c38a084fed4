import DossierEngine
import Testing

@testable import DossierHTTP

@Suite("Where a list goes on")
struct PageCursorTests {
    @Test("a cursor comes back as it went")
    func roundTrip() throws {
        let inbox = PageCursor(.inbox, numbers: [.max, 17], name: "thẩm-định?>~")
        #expect(try PageCursor(inbox.text, of: .inbox, numbers: 2, hasName: true) == inbox)
        let dossiers = PageCursor(.dossiers, numbers: [-3])
        #expect(try PageCursor(dossiers.text, of: .dossiers, numbers: 1) == dossiers)
    }

    @Test("a cursor stands in an address without being escaped")
    func isPlain() {
        for number in Int64(0)..<64 {
            let text = PageCursor(.inbox, numbers: [number, number * 997], name: "~?>\(number)").text
            #expect(
                text.utf8.allSatisfy {
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0)
                }
            )
        }
    }

    @Test("the catalogue's cursor is the one of the document's example")
    func catalogue() {
        // base64url of ["p","1.001612"].
        #expect(PageCursor(.procedures, name: "1.001612").text == "WyJwIiwiMS4wMDE2MTIiXQ")
    }

    @Test("what this list did not give out is refused")
    func foreign() {
        let strangers = [
            "", "x", "%", "e30", "WyJwIiwiMS4wMDE2MTIiXQ==", PageCursor(.notices, numbers: [5]).text,
            PageCursor(.dossiers).text, PageCursor(.dossiers, numbers: [5, 6]).text,
            PageCursor(.dossiers, numbers: [5], name: "x").text, PageCursor(.dossiers, name: "5").text,
            String(repeating: "A", count: 513),
        ]
        for typed in strangers {
            #expect(throws: Problem(.invalidCursor), "\(typed)") { try PageCursor(typed, of: .dossiers, numbers: 1) }
        }
    }

    @Test("a page has 1 to 100 elements, 50 where nobody says")
    func pages() throws {
        var usual = QueryReader([], known: PageRequest.parameters)
        #expect(PageRequest(&usual, maximum: 100).limit == 50)
        var most = QueryReader([("limit", "100"), ("cursor", "abc")], known: PageRequest.parameters)
        let page = PageRequest(&most, maximum: 100)
        #expect(page.limit == 100)
        #expect(page.cursor == "abc")
        try most.finish()
        for (typed, code) in [("0", FieldError.Code.outOfRange), ("101", .outOfRange), ("ten", .invalidValue)] {
            var query = QueryReader([("limit", typed)], known: PageRequest.parameters)
            _ = PageRequest(&query, maximum: 100)
            #expect(query.errors.list == [FieldError("limit", code)])
        }
    }

    @Test("a plus in words means a blank, as forms write it")
    func pluses() {
        let query = QueryReader([("commune", "Bình+Minh"), ("cursor", "a+b")], known: ["commune", "cursor"])
        #expect(query.words("commune") == "Bình Minh")
        #expect(query.text("cursor") == "a+b")
    }

    @Test("a parameter that means nothing, or stands twice, is refused")
    func parameters() {
        let pairs = [("late", "yes"), ("statsu", "4"), ("q", "a"), ("q", "b")]
        var query = QueryReader(pairs.map { (name: $0.0, value: $0.1) }, known: ["late", "q"])
        #expect(query.flag("late") == nil)
        let wanted = [
            FieldError("statsu", .unknownField), FieldError("q", .duplicateKey), FieldError("late", .invalidValue),
        ]
        #expect(throws: RequestRefusal.invalidFields(wanted)) { try query.finish() }
    }
}
