using LocalAi.Hardware.Architecture;

namespace LocalAi.Hardware.Gguf;

/// <summary>
/// Reads the header, metadata and tensor list of a GGUF file (github.com/ggml-org/ggml, docs/gguf.md). Every count and length is bounded before anything
/// is allocated or read for it, so a damaged or hostile file costs a few kilobytes and an error.
/// </summary>
public static class GgufReader
{
    private const uint Magic = 0x46554747; // "GGUF", little-endian
    private const int MaximumEntries = 65_536;
    private const int MaximumTensors = 1_000_000;
    private const int MaximumDimensions = 4;

    /// <summary>The model in the file at <paramref name="path"/>: shape, quantization and size.</summary>
    /// <exception cref="GgufException">The file cannot be read or is not a model.</exception>
    public static Queries.KnownModel ReadModel(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            var header = Read(stream);
            var metadata = new ModelMetadata(header.Metadata) { Parameters = header.Parameters, HasOutput = header.HasOutput };
            return new Queries.KnownModel(metadata.ToArchitecture(Path.GetFileNameWithoutExtension(path)), metadata.FileType(), stream.Length);
        }
        catch (ModelMetadataException error)
        {
            throw new GgufException($"{path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GgufException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads from the start of <paramref name="stream"/> to the end of the tensor list.</summary>
    /// <exception cref="GgufException">The header is damaged.</exception>
    public static GgufHeader Read(Stream stream)
    {
        var reader = new GgufPrimitives(stream);
        if (reader.UInt32("magic") != Magic)
        {
            throw new GgufException("This is not a GGUF file: it does not start with 'GGUF'.");
        }

        var version = reader.UInt32("version");
        if (version is 0 or > 3)
        {
            throw new GgufException(version > 0xFFFF
                ? "This GGUF file is big-endian, which is not supported."
                : $"GGUF version {version} is not supported; versions 1 to 3 are.");
        }

        reader.WideCounts = version > 1;
        var tensors = reader.Count("tensor count", MaximumTensors);
        var entries = reader.Count("metadata count", MaximumEntries);
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var index = 0; index < entries; index++)
        {
            var key = reader.Key();
            GgufValue.Read(reader, key, metadata);
        }

        var parameters = 0L;
        var hasOutput = false;
        for (var index = 0; index < tensors; index++)
        {
            hasOutput |= reader.Key() == "output.weight";
            parameters = Add(parameters, Elements(reader));
            reader.Skip(sizeof(uint) + sizeof(ulong), "tensor type and offset");
        }

        return new GgufHeader { Version = version, Metadata = metadata, Parameters = parameters, HasOutput = hasOutput };
    }

    private static long Elements(GgufPrimitives reader)
    {
        var dimensions = reader.UInt32("tensor dimensions");
        if (dimensions is 0 or > MaximumDimensions)
        {
            throw new GgufException($"A tensor has {dimensions} dimensions; 1 to {MaximumDimensions} are possible.");
        }

        var elements = 1L;
        for (var index = 0; index < dimensions; index++)
        {
            var size = reader.WideCounts ? reader.UInt64("tensor size") : reader.UInt32("tensor size");
            elements = size is > 0 and <= int.MaxValue && elements <= long.MaxValue / (long)size
                ? elements * (long)size
                : throw new GgufException($"A tensor has an impossible size ({size}).");
        }

        return elements;
    }

    private static long Add(long parameters, long elements) => parameters <= long.MaxValue - elements
        ? parameters + elements
        : throw new GgufException("The tensors have more elements than any model.");
}
