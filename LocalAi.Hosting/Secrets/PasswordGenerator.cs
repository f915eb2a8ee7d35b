using System.Security.Cryptography;

namespace LocalAi.Hosting.Secrets;

/// <summary>Makes passwords: the minimum of each kind, the rest evenly from all kinds, in random order.</summary>
internal static class PasswordGenerator
{
    public static string Generate(int minLength, params ReadOnlySpan<CharacterClass> classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minLength, 1);
        var all = "";
        var minimum = 0;
        foreach (var kind in classes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(kind.Minimum, $"Min{kind.Name}");
            if (!kind.Allowed && kind.Minimum > 0)
            {
                throw new ArgumentException($"Min{kind.Name} is {kind.Minimum} but {kind.Name} is false: allow these characters or ask for none.");
            }

            minimum = checked(minimum + kind.Minimum);
            all += kind.Allowed ? kind.Characters : "";
        }

        if (all.Length == 0)
        {
            throw new ArgumentException("At least one of Lower, Upper, Numeric and Special must be true.");
        }

        var password = new char[Math.Max(minLength, minimum)];
        var filled = 0;
        foreach (var kind in classes)
        {
            RandomNumberGenerator.GetItems(kind.Characters, password.AsSpan(filled, kind.Minimum));
            filled += kind.Minimum;
        }

        RandomNumberGenerator.GetItems(all, password.AsSpan(filled));
        RandomNumberGenerator.Shuffle(password.AsSpan());
        return new string(password);
    }
}
