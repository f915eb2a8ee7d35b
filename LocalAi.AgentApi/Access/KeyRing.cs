using System.Collections.Concurrent;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using Npgsql;

namespace LocalAi.AgentApi.Access;

/// <summary>The keys in use. What another agent changes, a revocation above all, is noticed within <see cref="Age"/>.</summary>
internal sealed class KeyRing(ApiKeyStore store, DatabaseMigrations migrations, UsageLedger ledger, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, KeyState> _states = new();

    /// <summary>The key of a secret, or null when there is none.</summary>
    /// <exception cref="DatabaseNotReadyException">Nothing can be said yet.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async ValueTask<KeyState?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = ApiKeySecret.Hash(secret);
        var name = Convert.ToHexString(hash);
        return _states.TryGetValue(name, out var known) && known.IsFresh(Age) ? known : await LoadAsync(name, hash, cancellationToken);
    }

    /// <summary>Why an answer to <paramref name="caller"/> has to end, or null. A database that does not answer ends none.</summary>
    public async ValueTask<Failure?> CheckAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Key is not { } state)
        {
            return null;
        }

        if (!state.IsFresh(Age))
        {
            try
            {
                foreach (var (name, candidate) in _states)
                {
                    if (candidate == state)
                    {
                        await LoadAsync(name, Convert.FromHexString(name), cancellationToken);
                    }
                }
            }
            catch (NpgsqlException)
            {
                // The answer goes on: whoever was let in is not turned out for a fault of ours.
            }
        }

        return state.Check();
    }

    /// <summary>Has a change count at once for what this process has under way; a revocation ends it.</summary>
    public void Replace(ApiKey changed)
    {
        foreach (var state in _states.Values)
        {
            if (state.Key.Id == changed.Id)
            {
                state.Replace(changed);
            }
        }
    }

    private async Task<KeyState?> LoadAsync(string name, byte[] hash, CancellationToken cancellationToken)
    {
        if (!migrations.Applied)
        {
            throw new DatabaseNotReadyException();
        }

        // Not while usage is being stored: it would be counted twice or not at all.
        using var quiet = await ledger.PauseAsync(cancellationToken);
        if (await store.FindAsync(hash, cancellationToken) is not { } found)
        {
            return null;
        }

        var state = _states.GetOrAdd(name, _ => new KeyState(found.Key, time));
        state.Refresh(found.Key, found.UsedToday);
        return state;
    }
}
