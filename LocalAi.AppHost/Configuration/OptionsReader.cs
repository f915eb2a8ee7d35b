using System.Globalization;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Queries;
using Microsoft.Extensions.Configuration;

namespace LocalAi.AppHost.Configuration;

/// <summary>Reads <see cref="LocalAiOptions"/> and says of every malformed setting which key it is and what is allowed.</summary>
internal static class OptionsReader
{
    /// <param name="configuration">The settings.</param>
    /// <param name="isManifest">Whether a manifest is written, which leaves to whoever deploys what a public stack must be told.</param>
    /// <param name="missing">What else is missing, to be said in one go.</param>
    /// <exception cref="SettingsException">One or more settings are malformed or missing; the message has a line for each.</exception>
    public static LocalAiOptions Read(IConfiguration configuration, bool isManifest = false, string? missing = null)
    {
        var errors = new List<string>();
        var section = configuration.GetSection(LocalAiOptions.SectionName);
        var options = new LocalAiOptions
        {
            Environment = ReadEnum<StackEnvironment>(section.GetSection(nameof(LocalAiOptions.Environment)), errors),
            DataDirectory = ReadDataDirectory(section),
            ContainerLifetime = ReadEnum<ContainerLifetimeSetting>(section.GetSection(nameof(LocalAiOptions.ContainerLifetime)), errors),
            Gpu = ReadEnum<GpuSetting>(section.GetSection(nameof(LocalAiOptions.Gpu)), errors),
            Database = ReadEnum<DatabaseSetting>(section.GetSection(nameof(LocalAiOptions.Database)), errors),
            Domain = ReadDomain(section.GetSection(nameof(LocalAiOptions.Domain)), errors),
            Tls = ReadEnum<TlsSetting>(section.GetSection(nameof(LocalAiOptions.Tls)), errors),
            Email = ReadEmail(section.GetSection(nameof(LocalAiOptions.Email)), "you@example.com", errors),
            Simulator = ReadSimulator(section.GetSection(nameof(LocalAiOptions.Simulator)), errors),
            Search = ReadSearch(section.GetSection(nameof(LocalAiOptions.Search)), errors),
            Privacy = new() { LocalOnly = ReadBool(section.GetSection($"{nameof(LocalAiOptions.Privacy)}:{nameof(PrivacySettings.LocalOnly)}"), true, errors) },
            Workflows = ReadWorkflows(section.GetSection(nameof(LocalAiOptions.Workflows)), errors),
        };
        options.Supabase.AllowSignUp = ReadBool(section.GetSection($"{nameof(LocalAiOptions.Supabase)}:{nameof(SupabaseOptions.AllowSignUp)}"), false, errors);
        var models = section.GetSection(nameof(LocalAiOptions.Models));
        options.Models.Chat = NonBlank(models[nameof(ModelOptions.Chat)]) ?? ModelOptions.Auto;
        options.Models.Embedding = NonBlank(models[nameof(ModelOptions.Embedding)]) ?? ModelOptions.Auto;
        foreach (var service in section.GetSection(nameof(LocalAiOptions.Services)).GetChildren())
        {
            if (!ServiceCatalog.All.Any(known => known.Name.Equals(service.Key, StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add($"{service.Path}: there is no service '{service.Key}'. Services are {string.Join(", ", ServiceCatalog.All.Select(known => known.Name))}.");
                continue;
            }

            options.Services[service.Key] = ReadService(service, errors);
        }

        // One line for each setting: what is malformed already has its own.
        errors.AddRange(isManifest ? [] : PublicStack.Problems(options).Where(problem => !errors.Exists(error => error.Split(' ')[0] == problem.Split(' ')[0])));
        if (missing is not null)
        {
            errors.Add(missing);
        }

        return errors.Count == 0 ? options : throw new SettingsException(errors);
    }

    private static ServiceOptions ReadService(IConfigurationSection section, List<string> errors)
    {
        var service = new ServiceOptions
        {
            Source = ReadEnum<SourceSetting>(section.GetSection(nameof(ServiceOptions.Source)), errors),
            Url = NonBlank(section[nameof(ServiceOptions.Url)]),
            Image = NonBlank(section[nameof(ServiceOptions.Image)]),
            Port = ReadPort(section.GetSection(nameof(ServiceOptions.Port)), errors),
            HttpPort = ReadPort(section.GetSection(nameof(ServiceOptions.HttpPort)), errors),
            Public = ReadBool(section.GetSection(nameof(ServiceOptions.Public)), false, errors),
            OtlpGrpcPort = ReadPort(section.GetSection(nameof(ServiceOptions.OtlpGrpcPort)), errors),
            OtlpHttpPort = ReadPort(section.GetSection(nameof(ServiceOptions.OtlpHttpPort)), errors),
        };
        if (service.Source == SourceSetting.External && service.Url is null)
        {
            errors.Add($"{section.Path}:Url is needed when {section.Path}:Source is 'external'.");
        }

        if (service.Public && !ServiceCatalog.Get(section.Key.ToLowerInvariant()).CanHaveTokenRoute)
        {
            errors.Add($"{section.Path}:Public is 'true'. It opens {string.Join(", ", ServiceCatalog.All.Where(known => known.CanHaveTokenRoute).Select(known => known.Name))} behind a bearer token; "
                + "web, agent, n8n and open-webui have a host name anyway, and the rest stays inside: reach it through SSH.");
        }

        var isPostgres = section.Key.Equals(ServiceCatalog.Postgres, StringComparison.OrdinalIgnoreCase);
        if (service.Url is { } url && !isPostgres && !IsHttpUrl(url))
        {
            errors.Add($"{section.Path}:Url is '{url}'. It is an address that starts with http:// or https://.");
        }

        return service;
    }

    private static TEnum ReadEnum<TEnum>(IConfigurationSection setting, List<string> errors)
        where TEnum : struct, Enum
    {
        if (NonBlank(setting.Value) is not { } text)
        {
            return default;
        }

        // Names only: Enum.TryParse alone would take '7' or 'auto,off' too.
        if (Enum.GetNames<TEnum>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } match)
        {
            return Enum.Parse<TEnum>(match);
        }

        errors.Add($"{setting.Path} is '{text}'. Allowed are {string.Join(", ", Enum.GetNames<TEnum>().Select(name => name.ToLowerInvariant()))}.");
        return default;
    }

    private static SimulatorSettings ReadSimulator(IConfigurationSection section, List<string> errors)
    {
        var simulator = new SimulatorSettings { Gpu = NonBlank(section[nameof(SimulatorSettings.Gpu)])?.ToLowerInvariant(), Model = NonBlank(section[nameof(SimulatorSettings.Model)]) };
        if (simulator.Gpu is { } gpu && gpu != SimulatorSettings.NoGpu && GpuCatalogue.Find(gpu) is null)
        {
            errors.Add($"{section.Path}:Gpu is '{gpu}', which is not in the catalogue.{Suggest(GpuCatalogue.Near(gpu))} Allowed too: {SimulatorSettings.NoGpu}.");
        }

        errors.AddRange(simulator.Tags().Where(tag => ModelCatalogue.Find(tag) is null)
            .Select(tag => $"{section.Path}:Model has '{tag}', which is not in the catalogue.{Suggest(ModelCatalogue.Near(tag))}"));
        if (NonBlank(section[nameof(SimulatorSettings.GpuCount)]) is { } count)
        {
            simulator.GpuCount = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            if (simulator.GpuCount is < 1 or > EstimateQuery.MaximumGpus)
            {
                errors.Add($"{section.Path}:GpuCount is '{count}'. It is a number from 1 to {EstimateQuery.MaximumGpus}.");
            }
        }

        return simulator;
    }

    private static string Suggest(IReadOnlyList<string> near) => near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";

    private static SearchOptions ReadSearch(IConfigurationSection section, List<string> errors)
    {
        var search = new SearchOptions { PublicEngines = ReadBool(section.GetSection(nameof(SearchOptions.PublicEngines)), true, errors) };
        foreach (var child in section.GetSection(nameof(SearchOptions.Sources)).GetChildren())
        {
            var source = new SearchSourceOptions();
            source.Url = NonBlank(child[nameof(SearchSourceOptions.Url)]) ?? "";
            source.Results = NonBlank(child[nameof(SearchSourceOptions.Results)]) ?? source.Results;
            source.Link = NonBlank(child[nameof(SearchSourceOptions.Link)]) ?? source.Link;
            source.Title = NonBlank(child[nameof(SearchSourceOptions.Title)]) ?? source.Title;
            source.Text = NonBlank(child[nameof(SearchSourceOptions.Text)]) ?? source.Text;
            if (!IsHttpUrl(source.Url) || !source.Url.Contains("{query}", StringComparison.Ordinal))
            {
                errors.Add($"{child.Path}:Url is '{source.Url}'. It is an address that starts with http:// or https:// and has {{query}} where the search terms go.");
            }

            search.Sources[child.Key] = source;
        }

        return search;
    }

    private static WorkflowOptions ReadWorkflows(IConfigurationSection section, List<string> errors)
    {
        var workflows = new WorkflowOptions { AllowRiskyNodes = ReadBool(section.GetSection(nameof(WorkflowOptions.AllowRiskyNodes)), false, errors) };
        workflows.OwnerEmail = ReadEmail(section.GetSection(nameof(WorkflowOptions.OwnerEmail)), "owner@example.com", errors) ?? workflows.OwnerEmail;
        return workflows;
    }

    private static string? ReadEmail(IConfigurationSection setting, string example, List<string> errors)
    {
        var email = NonBlank(setting.Value);
        if (email is not null && (email.Split('@') is not [{ Length: > 0 }, { Length: > 2 } host] || !host.Contains('.') || email.Any(char.IsWhiteSpace)))
        {
            errors.Add($"{setting.Path} is '{email}'. It is an e-mail address such as {example}.");
        }

        return email;
    }

    private static string ReadDomain(IConfigurationSection setting, List<string> errors)
    {
        var domain = NonBlank(setting.Value)?.ToLowerInvariant() ?? LocalAiOptions.DefaultDomain;
        if (Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.'))
        {
            errors.Add($"{setting.Path} is '{setting.Value}'. It is a domain such as example.com, without a scheme, port or path.");
        }

        return domain;
    }

    private static bool ReadBool(IConfigurationSection setting, bool fallback, List<string> errors)
    {
        if (NonBlank(setting.Value) is not { } text)
        {
            return fallback;
        }

        if (!bool.TryParse(text, out var value))
        {
            errors.Add($"{setting.Path} is '{text}'. Allowed are true and false.");
        }

        return value;
    }

    private static int? ReadPort(IConfigurationSection setting, List<string> errors)
    {
        if (NonBlank(setting.Value) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535)
        {
            return port;
        }

        errors.Add($"{setting.Path} is '{text}'. It is a port number from 1 to 65535.");
        return null;
    }

    private static string ReadDataDirectory(IConfigurationSection section)
    {
        var home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        var configured = NonBlank(section[nameof(LocalAiOptions.DataDirectory)]) ?? Path.Combine(home, ".localai");
        return Path.GetFullPath(configured.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, configured[2..]) : configured);
    }

    private static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");

    private static string? NonBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
