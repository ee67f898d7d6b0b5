package ui

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/assets"
)

// icon is a line drawing in one of the theme's colours. Fyne recolours fills only; these are strokes.
type icon struct {
	drawing string
	color   fyne.ThemeColorName
}

var _ fyne.ThemedResource = icon{}

// lineIcon names a drawing of assets in the colour of secondary text.
func lineIcon(drawing string) icon { return icon{drawing: drawing, color: colorInk2} }

// in gives the drawing in another colour.
func (i icon) in(name fyne.ThemeColorName) icon { return icon{drawing: i.drawing, color: name} }

// Name tells drawings and colours apart in Fyne's caches.
func (i icon) Name() string { return i.drawing + "-" + string(i.color) + ".svg" }

// ThemeColorName is the colour it is drawn in.
func (i icon) ThemeColorName() fyne.ThemeColorName { return i.color }

// Content is the drawing in the colour that the theme has now. A drawing that is not there is drawn as nothing.
func (i icon) Content() []byte {
	drawing, err := assets.LineIcon(i.drawing)
	if err != nil {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>`)
	}
	return bytes.ReplaceAll(drawing, []byte("currentColor"), []byte(hex(theme.Color(i.color))))
}

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

// picture shows an icon in a square of the size with that name.
func picture(i icon, size fyne.ThemeSizeName) *canvas.Image {
	image := canvas.NewImageFromResource(i)
	image.FillMode = canvas.ImageFillContain
	image.SetMinSize(fyne.NewSquareSize(theme.Size(size)))
	return image
}
