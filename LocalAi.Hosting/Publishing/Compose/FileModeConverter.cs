using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Writes permissions in octal.</summary>
internal sealed class FileModeConverter : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(UnixFileMode) || type == typeof(UnixFileMode?);

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) => throw new NotSupportedException("Compose files are only written.");

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        emitter.Emit(new Scalar($"0{Convert.ToString((int)(UnixFileMode)value!, 8)}"));
}
