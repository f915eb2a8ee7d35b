using MudBlazor;

namespace LocalAi.Theme;

/// <summary>
/// The look of LocalAi, light and dark. <c>wwwroot/palette.css</c> is written from it (a test holds the two together), so that pages
/// choose their colours by <c>html[data-theme]</c> before the first paint, without a <c>MudThemeProvider</c> and without an inline style element.
/// </summary>
public static class LocalAiTheme
{
    private static readonly string[] Sans = ["Geist", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"];

    /// <summary>MudBlazor's description of the theme: palettes, type and shape.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Black = "#16201d",
            Primary = "#0e6b58",
            PrimaryContrastText = "#ffffff",
            Secondary = "#8a5a14",
            Tertiary = "#3a5ba9",
            Info = "#2a66ab",
            Success = "#1f7547",
            Warning = "#96590a",
            Error = "#b0342a",
            Dark = "#26312d",
            TextPrimary = "#16201d",
            TextSecondary = "#56625d",
            TextDisabled = "#16201d61",
            ActionDefault = "#56625d",
            ActionDisabled = "#16201d42",
            ActionDisabledBackground = "#16201d14",
            Background = "#f7f8f6",
            BackgroundGray = "#eef1ed",
            Surface = "#ffffff",
            DrawerBackground = "#eff2ee",
            DrawerText = "#26312d",
            DrawerIcon = "#56625d",
            AppbarBackground = "#f7f8f6",
            AppbarText = "#16201d",
            LinesDefault = "#dde3dd",
            LinesInputs = "#b9c3bc",
            TableLines = "#e4e9e4",
            TableStriped = "#16201d08",
            TableHover = "#16201d0d",
            Divider = "#dde3dd",
            DividerLight = "#e9ede9",
            Skeleton = "#16201d14",
            OverlayDark = "#0f151399",
            OverlayLight = "#f7f8f699",
        },
        PaletteDark = new PaletteDark
        {
            Black = "#0a0e0c",
            Primary = "#5ed3b3",
            PrimaryContrastText = "#05241b",
            Secondary = "#e0b25c",
            SecondaryContrastText = "#2a1c03",
            Tertiary = "#9db3f5",
            TertiaryContrastText = "#0e1836",
            Info = "#82b8f0",
            InfoContrastText = "#071c33",
            Success = "#66cb92",
            SuccessContrastText = "#05220f",
            Warning = "#e8b057",
            WarningContrastText = "#2a1b02",
            Error = "#f28d82",
            ErrorContrastText = "#330a06",
            Dark = "#2a3531",
            TextPrimary = "#e6ece8",
            TextSecondary = "#9daba5",
            TextDisabled = "#e6ece85c",
            ActionDefault = "#9daba5",
            ActionDisabled = "#e6ece842",
            ActionDisabledBackground = "#e6ece81a",
            Background = "#101614",
            BackgroundGray = "#0b100e",
            Surface = "#19211e",
            DrawerBackground = "#141b18",
            DrawerText = "#d3dcd7",
            DrawerIcon = "#9daba5",
            AppbarBackground = "#101614",
            AppbarText = "#e6ece8",
            LinesDefault = "#2a3531",
            LinesInputs = "#47544e",
            TableLines = "#242e2a",
            TableStriped = "#e6ece808",
            TableHover = "#e6ece80f",
            Divider = "#2a3531",
            DividerLight = "#222b27",
            Skeleton = "#e6ece817",
            OverlayDark = "#05080799",
            OverlayLight = "#10161499",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = ".9375rem", LineHeight = "1.55", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Sans, FontSize = "2.25rem", FontWeight = "600", LineHeight = "1.15", LetterSpacing = "-.025em" },
            H2 = new H2Typography { FontFamily = Sans, FontSize = "1.75rem", FontWeight = "600", LineHeight = "1.2", LetterSpacing = "-.022em" },
            H3 = new H3Typography { FontFamily = Sans, FontSize = "1.375rem", FontWeight = "600", LineHeight = "1.25", LetterSpacing = "-.018em" },
            H4 = new H4Typography { FontFamily = Sans, FontSize = "1.175rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-.012em" },
            H5 = new H5Typography { FontFamily = Sans, FontSize = "1.05rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "-.008em" },
            H6 = new H6Typography { FontFamily = Sans, FontSize = ".9375rem", FontWeight = "600", LineHeight = "1.45", LetterSpacing = "-.005em" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Sans, FontSize = ".9375rem", FontWeight = "500", LineHeight = "1.5", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Sans, FontSize = ".8438rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Sans, FontSize = ".9375rem", LineHeight = "1.6", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Sans, FontSize = ".8438rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = Sans, FontSize = ".8438rem", FontWeight = "550", LineHeight = "1.6", LetterSpacing = "normal", TextTransform = "none",
            },
            Caption = new CaptionTypography { FontFamily = Sans, FontSize = ".78rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Overline = new OverlineTypography
            {
                FontFamily = Sans, FontSize = ".7rem", FontWeight = "600", LineHeight = "1.6", LetterSpacing = ".06em", TextTransform = "uppercase",
            },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "288px", AppbarHeight = "56px" },
    };
}
