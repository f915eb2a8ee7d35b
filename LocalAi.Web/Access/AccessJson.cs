using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.Web.Access;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessContracts.KeyList))]
[JsonSerializable(typeof(AccessContracts.CreateKey))]
[JsonSerializable(typeof(AccessContracts.ChangeKey))]
[JsonSerializable(typeof(AccessContracts.NewKey))]
[JsonSerializable(typeof(AccessContracts.Report))]
internal sealed partial class AccessJson : JsonSerializerContext;
