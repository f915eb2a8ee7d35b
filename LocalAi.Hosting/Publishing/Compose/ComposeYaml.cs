using Aspire.Hosting.Docker.Resources;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Writes a compose file: texts in quotes, so that no version or port is read as a number; nothing that is not set.</summary>
internal static class ComposeYaml
{
    public static string Write(ComposeFile file, string lineEndings) => new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
        .DisableAliases()
        .WithTypeConverter(new FileModeConverter())
        .WithEventEmitter(next => new QuotedTextEmitter(next))
        .WithNewLine(lineEndings)
        .WithIndentedSequences()
        .Build()
        .Serialize(file);
}
