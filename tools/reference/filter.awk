# Lets Doxygen read the headers as they are, without marks for it: a comment above something is about
# that, one behind it as well, the first of a file is the file's. What is indented after an empty line
# is kept as it is drawn; elsewhere no character means anything but itself. Functions that follow one
# another without an empty line share the comment above the first, and `= default` compares all members.

# The text with what Doxygen and Markdown would take for theirs escaped, except in `code`.
function plain(text, parts, count, i, made) {
  count = split(text, parts, "`")
  made = ""
  for (i = 1; i <= count; i++) {
    if (i % 2 == 1 || i == count) gsub(/[\\@<>#&%"]/, "\\\\&", parts[i])
    made = made (i > 1 ? "`" : "") parts[i]
  }
  return made
}

function end_drawing() {
  if (drawing) print "///"
  drawing = 0
}

{
  line = $0
  if (match(line, /^[ ]*\/\/ ?/)) {
    indent = line
    sub(/\/\/.*/, "", indent)
    text = line
    sub(/^[ ]*\/\/ ?/, "", text)
    if (!in_file_comment && !seen_code && FNR == 1) {
      in_file_comment = 1
      print "/// @file"
    }
    if (!comment_open) comment = ""
    comment_open = 1
    # A comment that goes on from the one behind a member stands under it.
    mark = trailing && length(indent) == trailing ? "///<" : "///"
    if (text ~ /^[ ][ ]/ && (drawing || empty_before) && text !~ /^ *- /) {
      drawing = 1
      print indent "///    " text
    } else {
      if (text != "") end_drawing()
      # What follows a list stands for itself.
      if (in_list && text ~ /^[^ -]/) print indent "///"
      in_list = text ~ /^ *- / || in_list && text ~ /^ /
      out = indent mark " " (drawing ? text : plain(text))
      comment = comment out "\n"
      print out
    }
    empty_before = text == ""
    next
  }
  end_drawing()
  in_list = 0
  empty_before = 0
  trailing = 0
  in_file_comment = 0
  seen_code = 1
  # A comment behind a declaration; `//` inside quotation marks is none.
  at = 0
  quoted = 0
  for (i = 1; i < length(line); i++) {
    c = substr(line, i, 1)
    if (c == "\"") quoted = !quoted
    else if (!quoted && c == "/" && substr(line, i + 1, 1) == "/") {
      at = i
      break
    }
  }
  # A declaration that is no function's ends what functions share; so does an empty line.
  if (line ~ /operator(==|<=>).*= default;/) {
    print "/// Member by member."
  } else if (line ~ /^ *(SUBSHARE_API |explicit |static )*[A-Za-z_:<>*&, 0-9]+(operator=)?\(/ && line !~ /^ *(return|using|friend)/) {
    if (!comment_open && function_before) printf "%s", comment
    function_before = 1
  } else if (line ~ /^ *$/ || line ~ /^[^ ].*[{}]/ || line ~ /;/ && !function_before) {
    function_before = 0
    comment = ""
  }
  comment_open = 0

  if (at && line !~ /^#|^}/) {
    text = substr(line, at + 2)
    sub(/^ /, "", text)
    print substr(line, 1, at - 1) "///< " plain(text)
    trailing = at - 1
  } else {
    print line
  }
}
