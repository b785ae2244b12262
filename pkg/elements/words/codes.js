// What the module and the browser say by code.

/** What the module refuses, in Chinese; in English an error brings its own sentence. */
export const ERRORS = {
  // Orders, files, engine
  bad_id: '订单号不能用作文件名。', bad_sale: '订单的材料或价格无效。', no_key: '签名密钥无效。', no_order: '这不是订单。', broken: '订单文件包已损坏或被改动。',
  no_picture: '没有可用的图片。', no_network: '未提供人体识别网络。', out_of_order: '前一步骤尚未完成。', closed: '计算引擎已关闭。', crashed: '计算引擎意外停止。',
  not_sent: '数据无法交给计算引擎。', aborted: '已取消。', timeout: '超出允许的时间。', failed: '未能完成。', no_measurements: '缺少尺寸。', no_crypto: '此页面无法签名，请使用 https。',
  // Capture
  missing: '采集缺少文件。', format: '图片格式无法识别，请使用 JPEG 或 PNG。', unreadable: '文件无法读取。', size: '图片尺寸与相机不符。', bytes: '像素数量与图片尺寸不符。',
  camera_missing: '缺少某台相机的图片。', subject_field: '人物信息有误。', rig_json: 'rig.json 无法读取。', rig_field: 'rig.json 中有无效的值。', no_views: '没有任何视图。', unknown_camera: 'rig.json 中没有这台相机。',
  network_damaged: '人体识别网络文件已损坏。', network_operation: '人体识别网络含有不支持的运算。', network_other: '这不是所需的人体识别网络。', network_too_large: '人体识别网络文件过大。',
  plate_or_mask_needed: '需要空景照片或人像遮罩。', no_person: '画面中没有找到人。', person_cut: '人体被画面边缘切断。', several_people: '画面中不止一人。', plate_differs: '空景与照片不是同一场景。',
  // Calibration
  board_file: '标定板文件无法读取。', no_photos: '没有照片。', no_board: '照片中均未见标定板。', too_few_photos: '拍到标定板的照片太少。', mixed_sizes: '同一相机的照片尺寸不一致。',
  lens_undetermined: '照片不足以确定镜头，请倾斜标定板多拍几张。', not_shared: '有相机未与其他相机同时拍到标定板。', no_floor: '缺少地面标定照片。', floor_unseen: '地面照片中未见标定板。', unsolved: '标定未能求解。',
  // Body and measurements
  camera_unplaced: '无法确定相机位置。', no_common_volume: '各相机没有共同的可见区域。', singular: '拟合无法求解。', body: '人体模型文件无法读取。', tape: '无法在此人体上量取尺寸。', file: '尺寸文件无法读取。',
  unknown_size: '没有这个号型。', unknown_measurement: '没有这项尺寸。', given_twice: '同一尺寸给出了两次。', field: '尺寸文件中有无效的值。', implausible: '有尺寸不合常理，请检查单位。',
  // Garment and knitting
  malformed_design: '设计无法读取。', unknown_name: '设计中有未知的名称。', missing_value: '设计缺少必要的值。', impossible_value: '设计中有超出范围的值。', motif: '图案无法使用。', cannot_draft: '按这些尺寸和设置无法制版。',
  machine: '机器文件有误。', unknown_machine: '没有这台机器。', gauge: '此密度无法编织。', panel: '衣片无法编织。', too_wide: '衣片宽于针床。', unknittable: '此设计在该机器上无法编织。', refused: '模拟横机拒绝了该程序。',
};

/** What it notes of a garment, in Chinese. */
export const NOTES = {
  toe_grafted: '袜头的活圈前后片逐圈缝合。', crown_gathered: '帽顶的活圈用纱尾抽紧。', top_closed: '顶端活圈逐圈锁边收口，松紧不小于罗纹的弹性。', waistband_folded: '腰头上半部向内翻折，包入松紧带后套口。', band_folded: '领条向外翻折。', band_lapped: '领条两端在 V 领尖处相叠：一端缝合，另一端盖缝其上。',
  gores_added: '按针床宽度分成多片。', panels_halved: '衣片宽于针床，分成左右两半，中间缝合。', motif_clipped: '图案超出衣片，超出或落在罗纹内的部分略去。', assumed_doubtful: '部分推算尺寸不够确定，建议实测。', edge_eased: '边缘变化过快，织出的边略在版线之内。',
  gauge_implausible: '此密度对该机器不太合适。', sock_widened: '袜口已放宽以便穿脱。', neck_widened: '领口已放宽以便头部通过。', neck_deepened: '领口已加深以便头部通过。', armhole_deepened: '袖窿已加深以配合手臂。', shoulder_narrowed: '肩宽已收窄以配合袖窿。', cuff_widened: '袖口已放宽以便手通过。',
  sleeve_widened: '袖肥已放宽以配合袖窿。', ankle_widened: '脚踝处已放宽以便脚通过。', waist_widened: '腰部已放宽以便臀部通过。', hem_widened: '下摆已放宽以便臀部通过。', bust_short_rows_left_out: '胸部短行（引返）无法在此设计中编织，已略去。',
};

/** What it doubts of a camera's calibration: English, Chinese. */
export const DOUBTS = {
  corners_off: ['Corners are {value} px off (limit {limit}): hold board and camera still, keep the board flat, light it well.', '角点偏差 {value} 像素（上限 {limit}）：请保持标定板与相机静止、板面平整、光线充足。'],
  focal_unsure: ['The focal length is known to {value} % (limit {limit}): add photos with the board near and tilted by 20 to 40 degrees.', '焦距误差 {value} %（上限 {limit}）：请补拍近处、倾斜 20 至 40 度的照片。'],
  place_unsure: ['Its place is known to {value} mm (limit {limit}): add shots that it shares with other cameras, and a larger board on the floor.', '位置误差 {value} 毫米（上限 {limit}）：请补拍与其他相机共享的照片，地面使用更大的标定板。'],
  few_photos: ['Only {value} photos could be used (better {limit}).', '仅 {value} 张照片可用（建议 {limit} 张）。'],
  little_covered: ['The board was seen in {value} % of the picture only (limit {limit}): show it in the corners too, or nearer.', '标定板只覆盖画面的 {value} %（建议 {limit} %）：请也放到画面四角或更近处。'],
  few_shared: ['Only {value} shots are shared with another camera (better {limit} or more).', '仅 {value} 张与其他相机共享（建议至少 {limit} 张）。'],
};

/** What it doubts of a capture, for the person in it: English, Chinese. */
export const WARNINGS = {
  plate_drift: ['The light has changed since the empty booth was taken.', '灯光与拍摄空景时不同。'],
  faint_outline: ['Your outline is hard to see: wear something darker or lighter than the wall.', '轮廓不清晰：请穿与墙面颜色反差大的衣物。'],
  too_dark: ['It is too dark.', '光线太暗。'],
  blurred: ['The picture is blurred: stand still.', '画面模糊：请保持不动。'],
  person_cut: ['Not all of you was in the picture.', '未拍到全身。'],
  arms_near_body: ['Your arms were too near to your body.', '双臂离身体太近。'],
  arms_raised: ['Your arms were raised too high.', '双臂抬得太高。'],
  leaning: ['You leaned: stand upright.', '身体倾斜：请站直。'],
  feet_together: ['Your feet were too close together.', '双脚太靠近。'],
  turned_away: ['You did not face the camera.', '未面向相机。'],
  little_turned: ['You turned too little for the second picture: about an eighth of a turn.', '第二次拍摄前转身太少：请转约八分之一圈。'],
  shots_differ: ['The second picture shows another person, or other clothes.', '两次拍摄的不是同一人，或衣着有变化。'],
  phone_askew: ['The phone was held askew: stand it upright.', '手机倾斜：请竖直放置。'],
  person_moved: ['You moved while the pictures were taken.', '拍摄时有移动。'],
  camera_moved: ['A camera has moved. Please tell our staff.', '有相机移动，请告知店员。'],
  loose_clothes: ['Your clothes are loose: the numbers are those of the clothes.', '衣物宽松，量到的是衣物尺寸。'],
  outline_far_from_body: ['One camera’s outline does not fit the others’.', '一台相机的轮廓与其他不符。'],
  outline_unexplained: ['Part of your outline could not be explained: loose clothes or hair?', '部分轮廓无法解释：宽松衣物或头发？'],
  fit_not_converged: ['The computation did not settle.', '计算未收敛。'],
};

/** Why something of the browser's failed, in Chinese, by the name of the error. */
export const REASONS = {
  NotAllowedError: '未获许可', NotFoundError: '没有找到', NotReadableError: '正被其他程序占用', OverconstrainedError: '没有合适的设备', QuotaExceededError: '存储已满',
  SecurityError: '浏览器不允许', InvalidStateError: '浏览器无法保存', SyntaxError: '不是有效的 JSON', TypeError: '内容有误或网络不可用', AbortError: '已中断', DataError: '数据有误',
};
