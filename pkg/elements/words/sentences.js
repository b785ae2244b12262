// The module's own sentences in Chinese: each English pattern with its Chinese one. A {place} holds a name or a sentence of this
// table, or a number. What the module says is plain text with a few values in it; tests/words.mjs holds this table against what it says.

import { CAPTURE } from './captured.js';
import { CAUSES } from './causes.js';

const GARMENT = [
  ['there is no `{name}` in {place}', '{place}中没有“{name}”'],
  ['the parameters of a {garment}', '“{garment}”的参数'],
  ['the design', '设计'],
  ['did you mean `{name}`?', '是否想写“{name}”？'],
  ['possible here: {list}', '此处可用：{list}'],
  ['`{name}` is missing', '缺少“{name}”'],
  ['`{name}` cannot be {value}', '“{name}”不能为 {value}'],
  ['`{name}` can be {possible}', '“{name}”可为：{possible}'],
  ['give `{name}`', '请填写“{name}”'],
  ['the design cannot be read: {why}', '设计无法读取（{why}）'],
  ['a design needs no more than {example}', '设计至少需要款式与密度'],
  ['one of {list}; did you mean "{name}"?', '{list} 之一；是否想写“{name}”？'],
  ['one of {list}', '{list} 之一'],
  ['a whole number from {least} to {most} ({unit})', '{least} 至 {most} 的整数（{unit}）'],
  ['a text of 1 to {most} characters', '1 至 {most} 个字符'],
  ['a colour such as "{colour}"', '颜色，例如“{colour}”'],
  ['true or false', '是或否'],
  ['a PNG or JPEG in base64, at most {mb} MB and {px} px a side', 'PNG 或 JPEG 图片（base64），不超过 {mb} MB、边长 {px} px'],
  ['a list of rows, the top one first, of the characters {list}', '由 {list} 组成的各行，顶行在前'],
  ['a list of 1 to {most} objects of {list}', '1 至 {most} 项，每项含 {list}'],
  ['an object of {list}', '包含 {list} 的对象'],
  ['an object {...}', '对象'],
  ['{least} to {most} mm', '{least} mm 至 {most} mm'],
  ['{least} to {most} x', '{least} 至 {most} 倍'],
  ['at least {n} mm, or a greater rib_stretch', '至少 {n} mm，或加大罗纹弹性'],
  ['at least {n} mm, or a lower rib_height_top', '至少 {n} mm，或降低口部罗纹高'],
  ['at least {n} mm, or a lower rib_height_cuff', '至少 {n} mm，或降低袖口罗纹高'],
  ['at least {n} mm, or a lower rib_height_hem', '至少 {n} mm，或降低下摆罗纹高'],
  ['at least {n} mm, or lower ribs', '至少 {n} mm，或降低罗纹'],
  ['at most {n} mm, or a greater bust_ease', '至多 {n} mm，或加大胸围放松量'],
  ['at least {n} mm', '至少 {n} mm'],
  ['at most {n} mm', '至多 {n} mm'],
  ['at most {n}', '至多 {n}'],
  ['{n} mm round, stretched {x} times, do not pass the heel', '周长 {n} mm，拉伸 {x} 倍仍过不了脚跟'],
  ['{n} mm leave no tube between {rib} mm of rib and the heel', '{n} mm 在 {rib} mm 罗纹与脚跟之间没有余地'],
  ['a foot of {n} mm has no room between heel and toe at {girth} mm round', '脚长 {n} mm、周长 {girth} mm 时，脚跟与脚尖之间没有余地'],
  ['less foot_ease', '减小脚部放松量'],
  ['a {name} is not knitted over a part of the breadth', '“{name}”不能只在部分宽度上编织'],
  ['0, or structure {list}', '设为 0，或改用组织：{list}'],
  ['a boat neck takes the shoulders that raglan lines run over', '一字领会占去插肩线经过的肩部'],
  ['another neckline, or armhole set_in, drop or saddle', '改用其他领型，或选装袖、落肩、马鞍肩'],
  ['{n} mm of neck leave no shoulders on a back {across} mm across', '领宽 {n} mm 在 {across} mm 的背宽上没有留下肩部'],
  ['{n} mm end within the strap over the shoulder, {wide} mm wide', '{n} mm 落在宽 {wide} mm 的肩带之内'],
  ['the back neck ({back} mm) is deeper than the front ({front} mm)', '后领（{back} mm）深于前领（{front} mm）'],
  ['the opening of {n} mm, stretched {x} times, does not pass the head of {head} mm', '领口 {n} mm，拉伸 {x} 倍仍过不了 {head} mm 的头围'],
  ['it must be {n} mm round: give a greater neck_width, neck_depth or rib_stretch', '周长须达 {n} mm：请加大领宽、领深或罗纹弹性'],
  ['neck opening', '领口'],
  ['{n} mm leave no room for an armhole on a panel {wide} mm wide', '{n} mm 在宽 {wide} mm 的衣片上没有袖窿的余地'],
  ['a drop shoulder is as broad as the panel', '落肩与衣片同宽'],
  ['leave it out and set bust_ease, or choose armhole set_in', '请留空并设置胸围放松量，或选装袖'],
  ['a cuff of {n} mm, stretched {x} times, does not pass the hand', '袖口 {n} mm，拉伸 {x} 倍仍过不了手'],
  ['an armhole of {n} mm is too small for a sleeve {wide} mm wide', '袖窿 {n} mm 对于宽 {wide} mm 的袖子太小'],
  ['with a drop shoulder the armhole makes the sleeve\'s width', '落肩时袖宽由袖窿决定'],
  ['leave out upper_arm_ease or armhole_depth', '上臂放松量与袖窿深只填一项'],
  ['a sleeve {n} mm wide does not fit an armhole of {arm} mm', '宽 {n} mm 的袖子配不上 {arm} mm 的袖窿'],
  ['less upper_arm_ease or a greater armhole_depth', '减小上臂放松量或加大袖窿深'],
  ['a sleeve {n} mm wide is too narrow for an armhole of {arm} mm', '宽 {n} mm 的袖子对于 {arm} mm 的袖窿太窄'],
  ['more upper_arm_ease, a smaller armhole_depth or less bust_ease', '加大上臂放松量，或减小袖窿深或胸围放松量'],
  ['{n} mm leave {rest} mm below the underarm, of which {rib} mm are rib', '{n} mm 在腋下只剩 {rest} mm，其中罗纹 {rib} mm'],
  ['{n} mm are {courses} courses at this gauge, {least} are the least of a rib', '{n} mm 在此密度下为 {courses} 横列，罗纹至少 {least} 横列'],
  ['{n} mm round the ankle, stretched {x} times, do not pass the heel', '踝部 {n} mm，拉伸 {x} 倍仍过不了脚跟'],
  ['{n} mm leave {run} mm between the ribs', '{n} mm 在两段罗纹之间只剩 {run} mm'],
  ['two ribs of {rib} mm leave too little of {n} mm', '两段 {rib} mm 的罗纹使 {n} mm 所剩无几'],
  ['{name} takes no colours', '“{name}”不能配色'],
  ['structure jersey, float_jacquard or birdseye_jacquard', '改用平针、浮线提花或芝麻点提花'],
  ['a brim of {n} mm, stretched {x} times, does not pass the head of {head} mm', '帽口 {n} mm，拉伸 {x} 倍仍过不了 {head} mm 的头围'],
  ['{n} mm are too little for {rib} mm of brim and {crown} mm of crown', '{n} mm 不足以容纳 {rib} mm 帽口与 {crown} mm 帽顶'],
  ['{n} buttonholes do not find room on a front of {front} mm', '{front} mm 的前襟容不下 {n} 个扣眼'],
  ['a waistband of {n} mm, stretched {x} times, does not pass the hips', '腰头 {n} mm，拉伸 {x} 倍仍过不了臀部'],
  ['{n} mm leave no skirt above {rib} mm of rib', '{n} mm 在 {rib} mm 罗纹之上没有裙身'],
  ['a hem of {n} mm cannot be walked in', '下摆 {n} mm 无法行走'],
  ['a {name} needs sleeves: they make up the shoulders', '“{name}”需要袖子：肩部由袖子构成'],
  ['set_in or drop, or a garment with sleeves', '装袖或落肩，或有袖的款式'],
  ['{n} mm a sleeve leave too little of a neck {wide} mm wide', '每袖 {n} mm 使宽 {wide} mm 的领口所剩无几'],
  ['{n} mm reach too near to the underarm', '{n} mm 太接近腋下'],
  ['bands {n} mm wide take too much of a neck {wide} mm wide', '宽 {n} mm 的门襟占去宽 {wide} mm 的领口太多'],
  ['a hem of {n} mm, stretched {x} times, does not pass bust and hips', '下摆 {n} mm，拉伸 {x} 倍仍过不了胸部和臀部'],
  ['one of nm and tex', '公支与特数只填一项'],
  ['one of text, image and rows', '文字、图片与意匠行只填一项'],
  ['"{n} yarns"', '{n} 种纱线'],
  ['garment', '款式'],
  ['gauge', '密度'],
  ['gauge.wales_per_100mm', '横密'],
  ['gauge.courses_per_100mm', '纵密'],
  ['wales', '纵行'],
  ['courses', '横列'],
  ['panels', '片'],
  ['holes', '个'],
  // Lace and motifs
  ['1 to {side} equally long rows of 3 to {more} of the characters . o ) (, with a plain row between two rows with eyelets', '1 至 {side} 行等长的行，每行 3 至 {more} 个字符 . o ) (，两挑孔行之间须有一行平针'],
  ['{rows} rows of {n} characters', '{rows} 行、每行 {n} 个字符'],
  ['row {n} is as long as no other', '第 {n} 行与其他行不等长'],
  ['two eyelets side by side in row {n}', '第 {n} 行有两个相邻的孔'],
  ['two loops that go onto one in row {n}', '第 {n} 行有两圈移到同一圈上'],
  ['eyelets in row {n} and in the next', '第 {n} 行与下一行都有孔'],
  ['`{c}` in row {n}', '第 {n} 行有“{c}”'],
  ['give a PNG or JPEG of at most {px} px and {mb} MB', '请提供不超过 {px} px、{mb} MB 的 PNG 或 JPEG'],
  ['the picture has {n} bytes', '图片有 {n} 字节'],
  ['the picture is neither PNG nor JPEG', '图片既不是 PNG 也不是 JPEG'],
  ['the picture cannot be read: {why}', '图片无法读取（{why}）'],
  ['row {n} has {x} cells, the first has {y}', '第 {n} 行有 {x} 格，第一行有 {y} 格'],
  ['row {n} has a `{c}`', '第 {n} 行有“{c}”'],
  ['a cell is `.` (ground) or a yarn\'s place in the table, 0 to 3', '每格为 .（底色）或纱线表中的序号 0 至 3'],
  ['{w} x {h} pixels do not fit into {x} wales x {y} courses', '{w} × {h} 像素放不进 {x} 纵行 × {y} 横列'],
  ['it would be {x} wales by {y} courses', '将达 {x} 纵行 × {y} 横列'],
  ['it has {n} characters', '有 {n} 个字符'],
  ['give {least} to {most}', '请给出 {least} 至 {most} 个'],
  ['the knitted letters have no `{c}`', '编织字母中没有“{c}”'],
  ['they are {letters}; anything else can be given as a picture', '可用字母、数字与常见符号；其他内容请用图片'],
  ['give the picture\'s bytes as base64, `data:image/png;base64,` before it or not', '请以 base64 提供图片'],
  ['`{c}` is no base64', '“{c}”不是 base64'],
  ['the data address has no comma', '数据地址缺少逗号'],
  ['the data address is not in base64', '数据地址不是 base64'],
  ['it goes on after its end', '末尾之后还有内容'],
  ['it is cut', '内容不完整'],
  ['make all rows equally long', '请使各行等长'],
  ['give at least one', '至少给出一个'],
  ['it has no cell', '没有任何格'],
  ['make it smaller', '请缩小'],
  ['make it at least {n} mm wide at this gauge', '在此密度下至少宽 {n} mm'],
];

const KNIT = [
  ['panel {panel} needs {n} needles, {machine} has {has}: at {wales} wales per 100 mm the widest panel is {wide} mm; this one fits at {fit} wales per 100 mm or fewer, or on {other}', '{panel}需要 {n} 针，{machine} 有 {has} 针：每 100 mm {wales} 纵行时最宽 {wide} mm；每 100 mm 不超过 {fit} 纵行或改用 {other} 即可'],
  ['panel {panel} needs {n} needles, {machine} has {has}: at {wales} wales per 100 mm the widest panel is {wide} mm; this one fits at {fit} wales per 100 mm or fewer; no built-in machine is wide enough at this gauge', '{panel}需要 {n} 针，{machine} 有 {has} 针：每 100 mm {wales} 纵行时最宽 {wide} mm；每 100 mm 不超过 {fit} 纵行即可；此密度下没有更宽的机器'],
  ['panel {panel} needs {n} needles, {machine} has {has}: at {wales} wales per 100 mm the widest panel is {wide} mm; this one fits on {other}', '{panel}需要 {n} 针，{machine} 有 {has} 针：每 100 mm {wales} 纵行时最宽 {wide} mm；改用 {other} 即可'],
  ['panel {panel} needs {n} needles, {machine} has {has}: at {wales} wales per 100 mm the widest panel is {wide} mm; no built-in machine is wide enough at this gauge', '{panel}需要 {n} 针，{machine} 有 {has} 针：每 100 mm {wales} 纵行时最宽 {wide} mm；此密度下没有更宽的机器'],
  ['panel {panel} cannot be knitted: {reason}', '{panel}无法编织：{reason}'],
  ['panel {panel}: the simulator refused the program: {why} (please report this)', '{panel}：模拟横机拒绝了该程序（请告知我们）'],
  ['panel {panel}: {reason}', '{panel}：{reason}'],
  ['gauge: {field}: {n} is outside 5 to 300 per 100 mm', '密度“{field}”为 {n}，应在每 100 mm 5 至 300 之间'],
  ['the panel is less than four courses high', '衣片不足四横列'],
  ['a linking allowance of {n} wales is more than 20', '缝合余量 {n} 纵行超过 20'],
  ['the cast-on edge is less than three wales wide', '起针边不足三纵行'],
  ['the neck begins within the cast-on', '领口落在起针之内'],
  ['the structure changes within a shoulder', '组织在肩部之内改变'],
  ['a buttonhole lies above or below the fabric', '扣眼落在织物之外'],
  ['buttonholes are knitted into straight 1x1 rib, four courses above its cast-on', '扣眼须织在笔直的 1x1 罗纹中，起针之上四横列'],
  ['the band is too narrow for a buttonhole: eight wales are needed', '门襟对扣眼太窄：需要八纵行'],
  ['it falls into more than two pieces; two are knitted side by side', '分成了两块以上；并排最多编织两块'],
  ['the neck is not of two halves', '领口不是左右两半'],
  ['the halves beside the neck are too narrow', '领口两侧太窄'],
  ['the neck is less than two courses deep', '领深不足两横列'],
  ['a tube needs a bed that racks two wales and needles that hold three loops; {machine} does not', '筒形编织需要针床横移两纵行、一针容三圈；{machine} 做不到'],
  ['a colour floats further than {machine} allows and finds no needle that could catch it: take birdseye_jacquard, shorter runs of a colour, or another machine', '某颜色的浮线长于 {machine} 所允许，且无针可固定：请改用芝麻点提花、缩短同色长度或换机器'],
  ['above a birdseye jacquard, which has loops on both beds, no other structure can begin', '芝麻点提花两床均有线圈，其上不能再接其他组织'],
  ['a birdseye jacquard needs two to four yarns', '芝麻点提花需要二至四种纱线'],
  ['{machine} cannot rack its needles between each other and by two', '{machine} 不能横移半针和两针'],
  ['it needs {n} carriers (waste, draw thread, {yarns} yarns, and again what is knitted on both sides of the neck), {machine} has {has}: {most} yarns fit, or a motif that ends below the neck, or {other}', '需要 {n} 个导纱器（废纱、抽线、{yarns} 种纱线及领口两侧各一套），{machine} 有 {has} 个：可用 {most} 种纱线，或图案止于领口之下，或改用 {other}'],
  ['it needs {n} carriers (waste, draw thread, {yarns} yarns, and again what is knitted on both sides of the neck), {machine} has {has}: {most} yarns fit, or a motif that ends below the neck', '需要 {n} 个导纱器（废纱、抽线、{yarns} 种纱线及领口两侧各一套），{machine} 有 {has} 个：可用 {most} 种纱线，或图案止于领口之下'],
  ['it needs {n} carriers (waste, draw thread, {yarns} yarns), {machine} has {has}: {most} yarns fit, or a motif that ends below the neck, or {other}', '需要 {n} 个导纱器（废纱、抽线、{yarns} 种纱线），{machine} 有 {has} 个：可用 {most} 种纱线，或改用 {other}'],
  ['it needs {n} carriers (waste, draw thread, {yarns} yarns), {machine} has {has}: {most} yarns fit, or a motif that ends below the neck', '需要 {n} 个导纱器（废纱、抽线、{yarns} 种纱线），{machine} 有 {has} 个：可用 {most} 种纱线'],
  ['in {name} a loop moves {n} wales aside; {machine} racks {racks} needles, at its gauge {at} wales: take {instead}', '“{name}”的线圈须横移 {n} 纵行；{machine} 可横移 {racks} 针，按其密度为 {at} 纵行：请改用 {instead}'],
  ['in {name} a loop moves {n} wales aside; {machine} racks {racks} needles: take {instead}', '“{name}”的线圈须横移 {n} 纵行；{machine} 可横移 {racks} 针：请改用 {instead}'],
  ['a structure that moves loops less far', '横移较小的组织'],
  ['a tube is of one piece', '筒形须为一整片'],
  ['a tube only narrows upwards: knit it from its wide end', '筒形只能向上收窄：请从宽端开始'],
  ['the tube becomes less than three wales wide', '筒形收到不足三纵行'],
];

const NOTES = [
  ['a machine\'s fields are those of `purlform schema machine`', '机器文件的各项见机器格式说明'],
  ['use the body.purl that ships with this build', '请使用随附的人体模型文件'],
  ['count a relaxed swatch again', '请在松弛小样上重新数密度'],
  ['change what of the design makes this panel, or the machine', '请修改与此衣片有关的设置，或换机器'],
  ['a coarser gauge, a wider machine or less ease', '请用更粗的密度、更宽的机器或减小放松量'],
  ['this is a fault in purlform: please report it', '这是程序的错误，请告知我们'],

  ['the toe\'s open loops, front on back, are grafted or linked loop by loop', '袜头的活圈前后片逐圈缝合'],
  ['the open loops at the top are closed one by one, on the linking machine or by hand, no tighter than the rib stretches', '顶端活圈逐圈锁边收口，松紧不小于罗纹的弹性'],
  ['the open loops at the crown are drawn together with the yarn\'s end', '帽顶的活圈用纱尾抽紧'],
  ['the neck band is folded to the outside', '领条向外翻折'],
  ['the waistband\'s upper {n} mm are folded to the inside over an elastic and linked down', '腰头上部 {n} mm 包松紧带向内翻折缝合'],
  ['the neck band\'s ends lie on each other at the point of the V: link one, sew the other over it', '领条两端在 V 领尖处相叠：一端缝合，另一端盖缝其上'],
  ['{n} panels side by side fit the bed of {machine}', '按 {machine} 的针床宽度分成 {n} 片'],
  ['halves of {list}, with a seam down the middle, fit the bed of {machine}', '{list}宽于 {machine} 的针床，分成左右两半，中间缝合'],
  ['the motif, {w} x {h} mm about ({x}, {y}), reaches beyond panel {panel}: what lies outside or in a rib is left away', '图案（{w} × {h} mm）超出{panel}，超出或落在罗纹内的部分略去'],
  ['better measured than assumed: {list}', '以下推算尺寸不够确定，建议实测：{list}'],
  ['panel {panel}: an edge flares faster than a wale a course; the knitted edge is up to {n} wales inside it', '{panel}：边缘变化过快，织出的边在版线之内至多 {n} 纵行'],
  ['{wales} wales per 100 mm on a bed of {needles} needles per 100 mm: {machine} gives {least} to {most}', '每 100 mm {wales} 纵行，而针床每 100 mm 为 {needles} 针：{machine} 适合 {least} 至 {most}'],
  ['the {side} sock was drawn {n} mm round, so that it passes the heel', '{side}袜口周长改为 {n} mm 以便穿脱'],
  ['the {side} ankle was drawn {n} mm round, so that it passes the heel', '{side}踝处周长改为 {n} mm 以便脚通过'],
  ['the {side} cuff was drawn {n} mm wider, so that it passes the hand', '{side}袖口放宽 {n} mm 以便手通过'],
  ['the {side} sleeve was drawn {n} mm wider at the upper arm, so that its cap fits the armhole', '{side}袖上臂处放宽 {n} mm 以配合袖窿'],
  ['the front neck was drawn {n} mm deeper, so that the head passes', '前领加深 {n} mm 以便头部通过'],
  ['the neck was drawn {n} mm wider, so that the head passes', '领口放宽 {n} mm 以便头部通过'],
  ['the armholes were drawn {n} mm deeper, so that the sleeves fit the upper arms', '袖窿加深 {n} mm 以配合上臂'],
  ['the shoulders were drawn {n} mm narrower ({wide} mm), so that the armhole has an inset', '肩宽收窄 {n} mm（{wide} mm）以配合袖窿'],
  ['the waistband was drawn {n} mm round, so that it passes the hips', '腰头周长改为 {n} mm 以便臀部通过'],
  ['the hem was drawn {n} mm round, so that it passes bust and hips', '下摆周长改为 {n} mm 以便胸部和臀部通过'],
  ['the hem was drawn as wide as the waist, so that the side hangs straight', '下摆放宽到与腰同宽，使侧缝垂直'],
  ['panel {panel}: {n} mm of short rows over the bust were left out: {why}', '{panel}：胸部 {n} mm 的短行（引返）无法编织，已略去（{why}）'],
  ['ground', '底色'],
  ['first yarn', '第一种纱'],
  ['second yarn', '第二种纱'],
  ['third yarn', '第三种纱'],
  ['fourth yarn', '第四种纱'],
  ['a plain stitch (or k)', '平针（或 k）'],
  ['an eyelet whose loop goes away from the chart\'s middle', '孔，线圈背离图中线移'],
  ['an eyelet whose loop goes one wale to the right', '孔，线圈右移一纵行'],
  ['an eyelet whose loop goes one wale to the left', '孔，线圈左移一纵行'],
  ['left', '左'],
  ['right', '右'],
];

const MEASURE = [
  ['the body cannot be measured: {what}', '此人体无法测量'],
  ['{id} cannot be measured: {missing}', '“{id}”无法测量'],
  ['look at the fitted body: its pose or shape is broken', '请查看拟合的人体：姿势或体型不正常'],
  ['the measurements cannot be read: {why}', '尺寸无法读取（{why}）'],
  ['write {example} in millimetres, or give a file that `measure` wrote', '请使用此处、量体间或命令行保存的文件'],
  ['no measurement is called "{id}"', '没有“{id}”这项尺寸'],
  ['the ids are those of ISO 8559-1\'s names, such as bust_girth', '名称以 ISO 8559-1 为准'],
  ['"{size}" is no size: {list}', '没有“{size}”这个号型：可用 GB/T 1335（如 170/88A、S 至 XXL）与 ASTM D5585（00 至 20）的号型'],
  ['"{size}" is a size of men and of women: give "sex", too', '“{size}”男女皆有，请说明性别'],
  ['"{size}" is a size of ASTM D5585, which is for women; {rest}', '“{size}”是 ASTM D5585 的女装号型；男装请用 GB/T 1335，如 170/88A'],
  ['{size} is no size of {standard}: {rest}', '{standard} 中没有号型“{size}”'],
  ['give a size that there is, or measurements', '请给出已有的号型，或给出尺寸'],
  ['{id} is given twice', '“{id}”给出了两次'],
  ['leave one out', '请删去一个'],
  ['{field} of {id} must be {expected}', '“{id}”的值无效'],
  ['give a number of millimetres', '请给出毫米数'],
  ['give a length of at least 0 mm, or null', '请给出不小于 0 mm 的数'],
  ['{id} of {n} mm is no person\'s: it lies between {least} and {most} mm', '“{id}”{n} mm 不合常理，应在 {least} mm 至 {most} mm 之间'],
  ['did you mean "{name}"?', '是否想写“{name}”？'],
  ['if these are {unit}, write {mm}', '请检查单位，或应为 {mm} mm'],
  ['measure it again', '请重新测量'],
];

/** What fits almost anything: asked last. */
const LAST = [
  ['{least} to {most} {unit}', '{least} 至 {most} {unit}'],
  ['{least} to {most}', '{least} 至 {most}'],
  ['{name}, or {other}', '{name}，或 {other}'],
  ['{name}: {reason}', '“{name}”：{reason}'],
  ['"{a} and {b}"', '{a}、{b}'],
  ['{a} and {b}', '{a}、{b}'],
];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const NUMBERS = ['n', 'x', 'y', 'w', 'h', 'least', 'most', 'mm', 'mb', 'rib', 'wide', 'has', 'head', 'line', 'column'];
const place = (name) => (NUMBERS.includes(name) ? '(-?[\\d.]+)' : '(.+?)');
/** In their order: where two fit, the first one is meant. */
const RULES = [...NOTES, ...MEASURE, ...CAPTURE, ...GARMENT, ...KNIT, ...CAUSES, ...LAST].map(([english, chinese]) => {
  const parts = english.split(/\{(\w+)\}/);
  return { places: parts.filter((_, i) => i % 2), pattern: new RegExp(`^${parts.map((part, i) => (i % 2 ? place(part) : escaped(part))).join('')}$`, 's'), chinese };
});
const LIST = /^[\w -]+(?:, [\w -]+)+$/;
const HAN = /\p{Script=Han}/u;
/** What fits in these places only if it has a Chinese of its own. */
const WORDED = ['reason', 'problem', 'a', 'b'];
/** What stands in these places is somebody's own word: a camera called front is no front of a pullover. */
const OWN = ['camera', 'key', 'given', 'shot', 'text', 'text_list'];
/** A cause that has no Chinese is left away. */
const CAUSE = /（\{why\}）|：\{why\}/;
const PLAIN = /^[\d.\s%+#-]*$/;

/**
 * A sentence of the module in Chinese, or null where it has none here; `named` tells a name's Chinese, or null. Names that nobody
 * knows (files, cameras, machines) stay what they are.
 */
export function inChinese(sentence, named) {
  const name = named(sentence);
  if (name || PLAIN.test(sentence)) return name ?? sentence;
  for (const { places, pattern, chinese } of RULES) {
    const found = pattern.exec(sentence);
    if (!found) continue;
    const values = Object.fromEntries(places.map((place, i) => [place, (OWN.includes(place) ? null : inChinese(found[i + 1], named)) ?? found[i + 1]]));
    if (WORDED.some((place) => place in values && !HAN.test(values[place]))) continue;
    const told = 'why' in values && !HAN.test(values.why) ? chinese.replace(CAUSE, '') : chinese;
    return told.replace(/\{(\w+)\}/g, (_, place) => values[place]);
  }
  return LIST.test(sentence) ? sentence.split(', ').map((part) => inChinese(part, named) ?? part).join('、') : null;
}
