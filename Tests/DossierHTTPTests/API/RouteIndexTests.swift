import HTTPTypes
import Testing

@testable import DossierHTTP

@Suite("Paths that no route took")
struct RouteIndexTests {
    @Test(
        "a path that nothing stands at is unknown",
        arguments: ["/", "/api", "/api/v1", "/api/v1/dossier", "/api/v2/dossiers", "/api/v1/dossiers/x/history/y"]
    )
    func unknown(path: String) {
        #expect(RouteIndex().match(path) == .nothing)
    }

    @Test("an action that does not exist is told from a path that does not")
    func unknownAction() {
        #expect(RouteIndex().match("/api/v1/dossiers/x/actions/approve") == .unknownAction)
    }

    @Test("a known path tells its methods, with HEAD where there is GET")
    func methods() {
        #expect(RouteIndex().match("/api/v1/dossiers") == .methods([.get, .head, .options, .post]))
        #expect(RouteIndex().match("/api/v1/dossiers/x/actions/accept") == .methods([.options, .post]))
        #expect(RouteIndex().match("/api/v1/sessions/current") == .methods([.delete, .options]))
        #expect(RouteIndex().match("//health/live/") == .methods([.get, .head, .options]))
    }
}
