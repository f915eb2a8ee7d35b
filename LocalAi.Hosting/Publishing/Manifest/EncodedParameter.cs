using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Publishing.Manifest;

/// <summary>A manifest entry that is a parameter's value, encoded.</summary>
internal sealed record EncodedParameter(string Name, ParameterResource Parameter, string Format);
