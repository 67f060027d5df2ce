"""Forms look like the rest of the site, whenever their fields were added."""

from django import forms

from veivalg.web.ui.forms import Form


class Grown(Form):
    """A form that gets a field on its way."""

    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    own = forms.CharField(widget=forms.TextInput(attrs={"class": "own"}))
    hidden = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["late"] = forms.CharField()


def test_fields_have_the_class_of_the_design_system_also_when_they_came_late():
    form = Grown()

    assert 'class="ds-input"' in str(form["name"].as_widget())
    assert 'class="ds-input"' in str(form["late"].as_widget())
    assert 'class="own"' in str(form["own"].as_widget())


def test_frames_around_several_boxes_and_hidden_fields_have_no_such_class():
    form = Grown()

    assert "ds-input" not in str(form["kind"].as_widget())
    assert "ds-input" not in str(form["hidden"].as_widget())
