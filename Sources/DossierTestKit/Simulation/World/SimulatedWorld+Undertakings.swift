import DossierDomain
import DossierEngine
import WorkingCalendar

/// What the agenda says is to be done.
extension SimulatedWorld {
    /// Does what is due; whoever needs the program while it is off waits until it is on again.
    mutating func undertake(_ undertaking: Undertaking) async throws {
        if program == nil, undertaking.needsProgram {
            let waits = Int64(1_000 + auditor.figures.requests % 600_000)
            return agenda.add(undertaking, at: max(onAgainAt, now).adding(milliseconds: waits))
        }
        switch undertaking {
        case .act(let act): try await happen(act.deed)
        case .finish(let place, let officer, let job): try await finish(job, at: place, officer: officer)
        case .look(let place): look(at: place)
        case .decide(let id, let decision): try await carryOut(decision, on: id)
        case .resend(let request): try await resend(request)
        case .start: if program == nil, now >= onAgainAt { try await start() }
        case .gatewayRecovers: gateway.set(.fine)
        }
    }

    /// Lets an act happen.
    private mutating func happen(_ deed: SimulatedDeed) async throws {
        switch deed {
        case .arrive(let arrival): try await register(arrival)
        case .mishap(let arrival, let mishap): try await befall(mishap, arrival: arrival)
        case .absence(let place, let officer, let seconds):
            guard let unit = staff.units[place], unit.awayUntil.indices.contains(officer) else { return }
            let back = now.adding(seconds: seconds)
            staff.units[place]?.awayUntil[officer] = back
            agenda.add(.look(place), at: back)
        case .gateway(let mood, let seconds):
            note(deed.description)
            gateway.set(GatewayMood(rawValue: mood) ?? .fine)
            agenda.add(.gatewayRecovers, at: now.adding(seconds: seconds))
        case .crash(let crash, let changes, let down):
            if program != nil { pendingCrash = (crash, changes, down) }
        case .outage(let seconds): try await shutDown(for: seconds)
        case .clockJump(let seconds):
            note(deed.description)
            clockOffset += seconds
            clock.set(wall)
        case .sluggish(let seconds): sluggishUntil = now.adding(seconds: seconds)
        case .declare(let declaration, let crash): try await declare(declaration, crash: crash)
        }
    }
}

extension Undertaking {
    /// Whether nobody can do it while the machine is off.
    fileprivate var needsProgram: Bool {
        switch self {
        case .finish, .decide, .resend: true
        case .act(let act):
            switch act.deed {
            case .arrive, .mishap, .declare: true
            case .absence, .gateway, .crash, .outage, .clockJump, .sluggish: false
            }
        case .look, .start, .gatewayRecovers: false
        }
    }
}
