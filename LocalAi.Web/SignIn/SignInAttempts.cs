using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace LocalAi.Web.SignIn;

/// <summary>Counts wrong passwords by address and locks an address out after too many. An IPv6 network of 64 bits is one address.</summary>
internal sealed class SignInAttempts(IOptions<WebOptions> options, TimeProvider time)
{
    private const int MostAddresses = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Record> _records = [];

    /// <summary>How long the address is locked out still; null when it is not.</summary>
    public TimeSpan? LockedFor(IPAddress? address)
    {
        lock (_gate)
        {
            return _records.TryGetValue(Key(address), out var record) && record.Count >= options.Value.SignInAttempts && record.Until > time.GetUtcNow()
                ? record.Until - time.GetUtcNow()
                : null;
        }
    }

    public void Failed(IPAddress? address)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var key = Key(address);
            var count = _records.TryGetValue(key, out var record) && record.Until > now ? record.Count + 1 : 1;
            if (_records.Count >= MostAddresses)
            {
                Forget(now);
            }

            _records[key] = new(count, now.AddMinutes(options.Value.LockoutMinutes));
        }
    }

    public void Succeeded(IPAddress? address)
    {
        lock (_gate)
        {
            _records.Remove(Key(address));
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _records.Where(item => item.Value.Until <= now).Select(item => item.Key).ToList())
        {
            _records.Remove(key);
        }

        if (_records.Count >= MostAddresses)
        {
            _records.Remove(_records.MinBy(item => item.Value.Until).Key);
        }
    }

    private static string Key(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is { AddressFamily: AddressFamily.InterNetworkV6 } ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain?.ToString() ?? "";
    }

    private readonly record struct Record(int Count, DateTimeOffset Until);
}
