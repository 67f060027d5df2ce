"""What the templates of plans may use."""

from django import template

from veivalg.web.strategy import plan_words

register = template.Library()
register.simple_tag(plan_words.when, name="when")
register.filter("named", plan_words.named)
register.filter("named_line", plan_words.named_line)
