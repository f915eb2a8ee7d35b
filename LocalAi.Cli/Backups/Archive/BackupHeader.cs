using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Cli.Backups.Archive;

/// <summary>
/// The beginning of a backup file, not encrypted: the line <c>localai-backup/1</c>, 16 bytes of salt, the number of PBKDF2's iterations
/// (32 bits, big-endian), and 16 bytes that tell a wrong passphrase from a damaged file. docs/operations.md documents the format.
/// </summary>
internal sealed class BackupHeader : IDisposable
{
    private const string Format = "localai-backup/";
    private const int Version = 1;
    private const int SaltBytes = 16;
    private const int CheckBytes = 16;
    private const int KeyBytes = 32;

    // OWASP's figure for PBKDF2 with HMAC-SHA512 (Password Storage Cheat Sheet, 2023).
    private const int Iterations = 210_000;
    private const int MostIterations = 10_000_000;

    private BackupHeader(byte[] bytes, AesGcm cipher)
    {
        Bytes = bytes;
        Cipher = cipher;
    }

    /// <summary>The header as it stands in the file; every chunk is bound to it.</summary>
    public byte[] Bytes { get; }

    /// <summary>AES-256-GCM with the key that belongs to the passphrase and the salt.</summary>
    public AesGcm Cipher { get; }

    public static BackupHeader Create(string passphrase)
    {
        var bytes = new byte[FirstLine.Length + SaltBytes + sizeof(int) + CheckBytes];
        FirstLine.CopyTo(bytes.AsSpan());
        RandomNumberGenerator.Fill(bytes.AsSpan(FirstLine.Length, SaltBytes));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(FirstLine.Length + SaltBytes), Iterations);
        var (key, check) = Derive(passphrase, bytes);
        check.CopyTo(bytes.AsSpan(bytes.Length - CheckBytes));
        return new(bytes, new AesGcm(key, AesGcm.TagByteSizes.MaxSize));
    }

    /// <exception cref="BackupException">It is no backup, a newer one, or the passphrase is another.</exception>
    public static BackupHeader Read(Stream file, string passphrase)
    {
        var bytes = new byte[FirstLine.Length + SaltBytes + sizeof(int) + CheckBytes];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var line = Encoding.ASCII.GetString(bytes, 0, Math.Max(0, Array.IndexOf(bytes, (byte)'\n', 0, read)));
        if (!line.StartsWith(Format, StringComparison.Ordinal) || !int.TryParse(line[Format.Length..], out var version))
        {
            throw new BackupException("is no backup of LocalAi");
        }

        if (version > Version)
        {
            throw new BackupException($"was made by a newer LocalAi (its format is {version}, this program reads {Version}): upgrade this program");
        }

        if (read < bytes.Length)
        {
            throw new BackupException("is cut short");
        }

        if (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(FirstLine.Length + SaltBytes)) is < 1 or > MostIterations)
        {
            throw new BackupException("is damaged at its beginning");
        }

        var (key, check) = Derive(passphrase, bytes);
        return CryptographicOperations.FixedTimeEquals(check, bytes.AsSpan(bytes.Length - CheckBytes))
            ? new(bytes, new AesGcm(key, AesGcm.TagByteSizes.MaxSize))
            : throw new BackupException("was made with another passphrase");
    }

    public void Dispose() => Cipher.Dispose();

    private static byte[] FirstLine { get; } = Encoding.ASCII.GetBytes($"{Format}{Version}\n");

    private static (byte[] Key, byte[] Check) Derive(string passphrase, byte[] header)
    {
        var salt = header.AsSpan(FirstLine.Length, SaltBytes);
        var iterations = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(FirstLine.Length + SaltBytes));
        var keys = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase.Normalize()), salt, iterations, HashAlgorithmName.SHA512, 2 * KeyBytes);
        var check = HMACSHA256.HashData(keys.AsSpan(KeyBytes), header.AsSpan(0, header.Length - CheckBytes));
        return (keys[..KeyBytes], check[..CheckBytes]);
    }
}
