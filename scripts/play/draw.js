// Pictures: curves as SVG, the hidden state as colours on a canvas, probabilities as bars. They know nothing of the
// network. All texts go in as text, never as HTML.

const BLUE = '#0072B2', ORANGE = '#D55E00', GREEN = '#009E73', GREY = '#767676'

/** An element: make('li', {class: 'new', text: name}, child, child). */
function make(tag, attributes = {}, ...children) {
  const svg = ['svg', 'path', 'line', 'text', 'circle', 'g', 'title'].includes(tag)
  const element = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') element.textContent = value
    else if (value !== null && value !== undefined) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** From -1, blue, over 0, white, to 1, red. */
function colour(value) {
  const v = Math.max(-1, Math.min(1, value || 0)), to = v < 0 ? [33, 102, 172] : [178, 24, 43], a = Math.abs(v)
  return `rgb(${[0, 1, 2].map(i => Math.round(247 + (to[i] - 247) * a)).join()})`
}

const inkOn = value => Math.abs(value) > 0.6 ? '#fff' : '#222'

/**
 * Curves over the epochs, with level lines.
 * series: [{name, colour, values: [[x, y] ..]}], levels: [{name, value}]
 */
function curves(svg, {series, levels, least, most, label, epochs}) {
  const {width, height} = svg.getBoundingClientRect()
  if (!width) return
  const left = 40, right = 96, top = 8, bottom = label ? 30 : 18
  const W = width - left - right, H = height - top - bottom
  const x = v => left + W * v / epochs, y = v => top + H * (most - v) / (most - least)
  const inside = v => Math.max(least, Math.min(most, v))
  svg.replaceChildren()
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const add = (...all) => svg.append(make(...all))
  for (const tick of ticks(least, most, Math.max(2, H / 45))) {
    add('line', {x1: left, x2: left + W, y1: y(tick), y2: y(tick), stroke: '#e4e4e4'})
    add('text', {x: left - 6, y: y(tick) + 4, 'text-anchor': 'end', text: +tick.toPrecision(3)})
  }
  for (const tick of ticks(0, epochs, Math.max(2, W / 90))) {
    if (tick % 1 === 0) add('text', {x: x(tick), y: top + H + 14, 'text-anchor': 'middle', text: tick})
  }
  if (label) add('text', {x: left + W / 2, y: height - 2, 'text-anchor': 'middle', text: label})
  const labels = []
  for (const {name, value} of levels) {
    if (!(value <= most && value >= least)) continue
    add('line', {x1: left, x2: left + W, y1: y(value), y2: y(value), stroke: GREY, 'stroke-dasharray': '5 4'})
    labels.push({name: `${name} ${value.toFixed(2)}`, y: y(value), colour: GREY})
  }
  for (const {name, colour, values} of series) {
    const points = values.filter(([, v]) => Number.isFinite(v))
    if (!points.length) continue
    const [lastX, lastY] = points[points.length - 1]
    const path = points.map(([a, b]) => `${x(a).toFixed(1)} ${y(inside(b)).toFixed(1)}`).join('L')
    add('path', {d: 'M' + path, fill: 'none', stroke: colour, 'stroke-width': 2, 'stroke-linejoin': 'round'})
    add('circle', {cx: x(lastX), cy: y(inside(lastY)), r: 3.5, fill: colour})
    labels.push({name: `${name} ${lastY.toFixed(2)}`, y: y(inside(lastY)), colour})
  }
  // Labels that would cover one another move down, and up again where they leave the picture.
  labels.sort((a, b) => a.y - b.y)
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + 13)
  let below = top + H + 13
  for (const label of [...labels].reverse()) below = label.y = Math.min(label.y, below - 13)
  for (const label of labels) add('text', {x: left + W + 8, y: label.y + 4, fill: label.colour, text: label.name})
}

/** Round numbers from least to most, about so many. */
function ticks(least, most, count) {
  const rough = (most - least) / count, power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough), all = []
  for (let i = Math.ceil(least / step); i * step <= most + 1e-9; i++) all.push(i * step)
  return all
}

/** A column a step, a cell a unit. rows: T x H, each number from -size to size; chosen: a unit, or null. */
function strip(canvas, rows, columnWidth, height, size, chosen) {
  const scale = window.devicePixelRatio || 1, T = rows.length, H = rows[0].length, cell = height / H
  canvas.style.width = T * columnWidth + 'px'
  canvas.style.height = height + 'px'
  if (canvas.width !== Math.round(T * columnWidth * scale)) canvas.width = Math.round(T * columnWidth * scale)
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale)
  const pen = canvas.getContext('2d')
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, T * columnWidth, height)
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < H; i++) {
      pen.fillStyle = colour(size ? rows[t][i] / size : 0)
      pen.fillRect(t * columnWidth + 1, i * cell, columnWidth - 2, Math.max(cell - (cell > 4 ? 0.5 : 0), 0.5))
    }
  }
  if (chosen !== null) {
    pen.strokeStyle = '#000'
    pen.lineWidth = 1.5
    pen.strokeRect(0.75, chosen * cell - 0.75, T * columnWidth - 1.5, cell + 1.5)
  }
}

/** Bars: [{name, value, text, title, pressed}], the longest at the value most. A press calls chosen with its index. */
function bars(list, rows, most, chosen) {
  while (list.children.length < rows.length) {
    const button = make('button', {type: 'button', class: 'bar'}, make('b'), make('i'), make('span'))
    const i = list.children.length
    button.addEventListener('click', () => button.chosen(i))
    list.append(make('li', {}, button))
  }
  while (list.children.length > rows.length) list.lastChild.remove()
  rows.forEach((row, i) => {
    const button = list.children[i].firstChild, [name, bar, number] = button.children
    button.chosen = chosen || (() => {})
    button.disabled = !chosen
    button.setAttribute('aria-label', row.title)
    name.textContent = row.name
    bar.style.width = Math.max(0.5, 100 * Math.min(1, Math.abs(row.value) / (most || 1))) + '%'
    bar.style.background = row.colour || BLUE
    number.textContent = row.text
  })
}

/** Replaces the texts of a list, and leaves it alone where nothing changed. */
function texts(list, rows) {
  const key = JSON.stringify(rows)
  if (list.key === key) return
  list.key = key
  list.replaceChildren(...rows.map(([text, mark]) => make('li', {}, make('span', {text}), ' ',
    make('small', {class: mark, text: mark}))))
}
