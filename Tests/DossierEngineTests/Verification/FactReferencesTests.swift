import DossierDomain
import Testing

@testable import DossierEngine

@Suite struct FactReferencesTests {
    @Test("every vault entry that an event writes down is among those that verify looks up")
    func everyReference() throws {
        for (name, event) in try GoldenEvents.all() {
            let stored = text(EventCodec.encode(event, link: GoldenEvents.link))
            // Each reference is written as its number and the commitment that all of them share here.
            let written = stored.split(separator: paper(1).commitment).count - 1
            let references = event.fact.references

            #expect(references.count == written, "\(name)")
            #expect(Set(references).count == references.count, "\(name)")
            for reference in references {
                #expect(stored.contains("[\(reference.number),\"\(reference.commitment)\"]"), "\(name)")
            }
        }
    }
}
